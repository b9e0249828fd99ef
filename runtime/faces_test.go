package runtime

import (
	"context"
	"net"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// faces are the ways to reach one server that a call may be given.
func faces(t *testing.T, addr string, change ...func(*redis.Options)) map[string]Client {
	t.Helper()
	client := connect(t, addr, change...)
	conn := connect(t, addr, change...).Conn()
	ring := redis.NewRing(&redis.RingOptions{Addrs: map[string]string{"a": addr}, NewClient: func(o *redis.Options) *redis.Client {
		for _, f := range change {
			f(o)
		}
		return redis.NewClient(o)
	}})
	t.Cleanup(func() { conn.Close(); ring.Close() })
	all := pipelining(t, func() any { return connect(t, addr, change...) })
	all["client"], all["conn"], all["ring"] = client, conn, ring
	hooked := func() *redis.Client {
		c := connect(t, addr, change...)
		c.AddHook(NewBatchHook())
		return c
	}
	hookedConn := hooked().Conn()
	t.Cleanup(func() { hookedConn.Close() })
	all["hooked"], all["hooked conn"] = hooked(), hookedConn
	for name, face := range pipelining(t, func() any { return hooked() }) {
		all["hooked "+name] = face
	}
	return all
}

// isConn reports a face that is one connection.
func isConn(face string) bool { return strings.HasSuffix(face, "conn") }

// isHooked reports a face with a BatchHook, which hooks that are added later come behind.
func isHooked(face string) bool { return strings.HasPrefix(face, "hooked") }

// pipelining are auto-pipelining faces, each of a new client: before go-redis v9.22 only that of
// the runtime.
func pipelining(t *testing.T, connect func() any) map[string]Client {
	t.Helper()
	faces := map[string]Client{"gathered": AutoPipeline(connect().(Client))}
	add := func(name, method string, options map[string]any) {
		t.Helper()
		if face := redistest.AutoPipelining(t, connect(), method, options); face != nil {
			faces[name] = face
		}
	}
	add("auto", "AutoPipeline", nil)
	add("async", "AsyncAutoPipeline", nil)
	add("duplex", "AutoPipelineWithOptions", map[string]any{"FullDuplex": true})
	add("unordered", "AutoPipelineWithOptions", map[string]any{"Unordered": true, "MaxConcurrentBatches": 3, "MaxBatchSize": 6})
	return faces
}

// clusterFaces are the ways to reach a cluster.
func clusterFaces(t *testing.T, cluster *redistest.Cluster, change ...func(*redis.ClusterOptions)) map[string]Client {
	t.Helper()
	client := func(more ...func(*redis.ClusterOptions)) *redis.ClusterClient {
		return cluster.Client(func(o *redis.ClusterOptions) {
			for _, f := range append(change, more...) {
				f(o)
			}
		})
	}
	all := pipelining(t, func() any { return client() })
	all["client"] = client()
	hooked := client()
	hooked.OnNewNode(func(node *redis.Client) { node.AddHook(NewBatchHook()) })
	all["hooked"] = hooked
	all["readonly"] = client(func(o *redis.ClusterOptions) { o.ReadOnly = true })
	all["by latency"] = byLatency(client)
	all["randomly"] = client(func(o *redis.ClusterOptions) { o.RouteRandomly = true })
	replicas := client(func(o *redis.ClusterOptions) { o.ReadOnly = true })
	if face := redistest.AutoPipelining(t, replicas, "AutoPipeline", nil); face != nil {
		all["readonly auto"] = face
	}
	return all
}

// setNewer sets an option of a client that go-redis has from v9.22 on, and nothing before.
func setNewer(options any, name string, value int64) {
	if f := reflect.ValueOf(options).Elem().FieldByName(name); f.IsValid() {
		f.SetInt(value)
	}
}

// byLatency is a client that reads from the nearest node. go-redis calls a new node
// to measure it on a goroutine that does not wait until it has set the node up,
// which is a data race unless the two meet somewhere.
func byLatency(connect func(...func(*redis.ClusterOptions)) *redis.ClusterClient) *redis.ClusterClient {
	var setUp atomic.Int64 // nodes
	client := connect(func(o *redis.ClusterOptions) {
		o.RouteByLatency = true
		o.Dialer = func(ctx context.Context, network, addr string) (net.Conn, error) {
			setUp.Load()
			return new(net.Dialer).DialContext(ctx, network, addr)
		}
	})
	client.OnNewNode(func(*redis.Client) { setUp.Add(1) })
	return client
}
