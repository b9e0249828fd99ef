package luagenotel

import (
	"net"
	"strconv"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.39.0"
	"go.opentelemetry.io/otel/trace"
)

// attributes is what the conventions call a set of attributes, in the order in
// which they are reported.
type attributes = []attribute.KeyValue

// Option changes what a Hook reports or where to.
type Option func(*config)

type config struct {
	tracers trace.TracerProvider
	meters  metric.MeterProvider
	server  attributes // server.address, server.port, db.namespace; what is known of them
}

func newConfig(options []Option) config {
	c := config{tracers: otel.GetTracerProvider(), meters: otel.GetMeterProvider()}
	for _, option := range options {
		option(&c)
	}
	return c
}

// WithTracerProvider reports spans to p instead of the global provider.
func WithTracerProvider(p trace.TracerProvider) Option {
	return func(c *config) { c.tracers = p }
}

// WithMeterProvider reports metrics to p instead of the global provider.
func WithMeterProvider(p metric.MeterProvider) Option {
	return func(c *config) { c.meters = p }
}

// WithServer reports where the client was told to connect: "host:port", or the path
// of a Unix socket. The conventions want the configured address, not that of the
// node which happened to answer, and a hook cannot know it by itself.
func WithServer(address string) Option {
	return func(c *config) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			c.server = append(c.server, semconv.ServerAddress(address))
			return
		}
		c.server = append(c.server, semconv.ServerAddress(host))
		if n, err := strconv.Atoi(port); err == nil {
			c.server = append(c.server, semconv.ServerPort(n))
		}
	}
}

// WithDatabase reports the number of the database that the client selects when it
// connects, as db.namespace.
func WithDatabase(number int) Option {
	return func(c *config) { c.server = append(c.server, semconv.DBNamespace(strconv.Itoa(number))) }
}
