package runtime

import (
	"context"
	"net"
	"sync/atomic"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
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
	all := pipelining(t, func() pipeliningClient { return connect(t, addr, change...) })
	all["client"], all["conn"], all["ring"] = client, conn, ring
	return all
}

// pipeliningClient is a client with auto-pipelining faces, of which it has one of a
// kind.
type pipeliningClient interface {
	AutoPipeline() (*redis.AutoPipeliner, error)
	AsyncAutoPipeline() (*redis.AutoPipeliner, error)
	AutoPipelineWithOptions(*redis.AutoPipelineOptions) (*redis.AutoPipeliner, error)
}

// pipelining are auto-pipelining faces, each of a new client.
func pipelining(t *testing.T, connect func() pipeliningClient) map[string]Client {
	t.Helper()
	faces := map[string]Client{}
	add := func(name string, face *redis.AutoPipeliner, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(name, err)
		}
		faces[name] = face
	}
	with := func(name string, options redis.AutoPipelineOptions) {
		t.Helper()
		face, err := connect().AutoPipelineWithOptions(&options)
		add(name, face, err)
	}
	auto, err := connect().AutoPipeline()
	add("auto", auto, err)
	async, err := connect().AsyncAutoPipeline()
	add("async", async, err)
	with("duplex", redis.AutoPipelineOptions{FullDuplex: true})
	with("unordered", redis.AutoPipelineOptions{Unordered: true, MaxConcurrentBatches: 3, MaxBatchSize: 6})
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
	replicas, err := client(func(o *redis.ClusterOptions) { o.ReadOnly = true }).AutoPipeline()
	if err != nil {
		t.Fatal(err)
	}
	all := pipelining(t, func() pipeliningClient { return client() })
	all["client"] = client()
	all["readonly"] = client(func(o *redis.ClusterOptions) { o.ReadOnly = true })
	all["by latency"] = byLatency(client)
	all["randomly"] = client(func(o *redis.ClusterOptions) { o.RouteRandomly = true })
	all["readonly auto"] = replicas
	return all
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
