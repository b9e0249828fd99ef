package replay

import (
	"bufio"
	"context"
	"crypto/tls"
	"net"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/parser"
)

// Tracer sits between a client and a server, runs a recording copy of the script in
// the script's place, and hands the client the very reply that the script gave. So a
// traced reply is decoded like any other.
type Tracer struct {
	*Recorder
	dial func(ctx context.Context) (net.Conn, error)
}

// Trace makes the clients that are opened with opts record what the script issues.
func Trace(s *parser.Script, facts *analysis.Facts, opts *redis.Options) *Tracer {
	return trace(Record(s, facts, ""), opts)
}

// TraceEmbedded is Trace on the server of StartEmbedded.
func TraceEmbedded(s *parser.Script, facts *analysis.Facts, opts *redis.Options) *Tracer {
	return trace(RecordEmbedded(s, facts, ""), opts)
}

func trace(r *Recorder, opts *redis.Options) *Tracer {
	t := &Tracer{Recorder: r}
	network, addr, config := opts.Network, opts.Addr, opts.TLSConfig
	if network == "" {
		network = "tcp"
	}
	t.dial = func(ctx context.Context) (net.Conn, error) {
		if config != nil {
			return (&tls.Dialer{Config: config}).DialContext(ctx, network, addr)
		}
		return (&net.Dialer{}).DialContext(ctx, network, addr)
	}
	opts.Dialer = t.open
	return t
}

// open is the client's dialer.
func (t *Tracer) open(ctx context.Context, _, _ string) (net.Conn, error) {
	server, err := t.dial(ctx)
	if err != nil {
		return nil, err
	}
	client, inside := net.Pipe()
	go func() {
		// Whichever side ends, the other sees its connection closed, which is all
		// that there is to tell.
		_ = t.relay(inside, server)
		_ = inside.Close()
		_ = server.Close()
	}()
	return client, nil
}

// relay passes commands and replies on until one side ends.
func (t *Tracer) relay(client, server net.Conn) error {
	commands, replies := bufio.NewReader(client), bufio.NewReader(server)
	for {
		command, err := resp.Read(commands)
		if err != nil {
			return err
		}
		args := make([]string, len(command.List))
		for i, a := range command.List {
			args[i] = a.Text
		}
		traced := t.Rewrite(args)
		if err := resp.WriteCommand(server, args); err != nil {
			return err
		}
		answer, err := t.answer(client, replies)
		if err != nil {
			return err
		}
		if traced {
			answer = t.Unwrap(answer)
		}
		if _, err := client.Write(answer.Raw); err != nil {
			return err
		}
	}
}

// answer reads the reply to a command; what the server pushes before it is passed on.
func (t *Tracer) answer(client net.Conn, replies *bufio.Reader) (resp.Value, error) {
	for {
		v, err := resp.Read(replies)
		if err != nil || v.Kind != '>' {
			return v, err
		}
		if _, err := client.Write(v.Raw); err != nil {
			return v, err
		}
	}
}
