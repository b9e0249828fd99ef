package runtime

import (
	"context"
	"flag"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/core"
	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

var soakTime = flag.Duration("soak", 3*time.Second, "how long TestSoak goes on")

// Everything that calls meet, for a long time: no goroutine and no memory is left
// behind, and the counters are exact at the end. make soak gives it minutes.
func TestSoak(t *testing.T) {
	s := startSoak(t)
	stop := unrest(t, s.cluster, s.clusterKeys())
	third := *soakTime / 3
	s.work(t, third) // pools and caches fill
	first := measure(nil)
	s.work(t, third)
	s.work(t, third)
	stop()
	last := measure(&first)
	t.Logf("%d rounds of calls, %d calls failed; %v became %v", s.rounds.Load(), s.failed.Load(), first, last)
	if last.exceeds(first) {
		t.Errorf("%v became %v", first, last)
	}
	for _, f := range s.faces {
		f.ledger.check(t, f.admin)
		if n := core.LoadsOf(f.ledger.script).Underway(); n > 0 {
			t.Errorf("%s: %d recoveries are still under way", f.ledger.name, n)
		}
	}
}

// soak is a server behind a proxy that cuts connections, and a cluster.
type soak struct {
	faces          []soakFace
	cluster        *redistest.Cluster
	rounds, failed atomic.Int64
}

// A soakFace is one client and what was called through it.
type soakFace struct {
	client Client
	ledger *ledger
	admin  redis.UniversalClient // for the same servers
	cut    func()                // breaks connections to them
}

// Few connections with small buffers, so that one more is not taken for a leak.
const buffer = 4 << 10

func startSoak(t *testing.T) *soak {
	t.Helper()
	server, cluster := redistest.Start(t), redistest.StartCluster(t)
	p := startProxy(t, server.Addr)
	p.spoilWhen(everyNth(300, cutReply))
	s := soak{cluster: cluster}
	add := func(client Client, name string, admin redis.UniversalClient, cut func()) {
		s.faces = append(s.faces, soakFace{client, newLedger(name, 3), admin, cut})
	}
	admin := connect(t, server.Addr)
	for name, client := range faces(t, p.addr, func(o *redis.Options) {
		o.PoolSize, o.ReadBufferSize, o.WriteBufferSize = 2, buffer, buffer
		setNewer(o, "PipelineReadBufferSize", buffer)
		setNewer(o, "PipelineWriteBufferSize", buffer)
		o.ContextTimeoutEnabled, o.MaxRetryBackoff = true, 20*time.Millisecond
	}) {
		if !isConn(name) { // once it is broken it stays so
			add(client, name, admin, func() {})
		}
	}
	var nodes []*redis.Client
	for _, node := range cluster.Nodes {
		nodes = append(nodes, connect(t, node.Addr))
	}
	for name, client := range clusterFaces(t, cluster, func(o *redis.ClusterOptions) {
		o.PoolSize, o.ReadBufferSize, o.WriteBufferSize = 2, buffer, buffer
		setNewer(o, "PipelineReadBufferSize", buffer)
		setNewer(o, "PipelineWriteBufferSize", buffer)
		o.ContextTimeoutEnabled = true
	}) {
		add(client, "cluster "+name, cluster.Client(nil), func() {
			for _, node := range nodes[:3] {
				node.ClientKillByFilter(context.Background(), "TYPE", "normal")
			}
		})
	}
	return &s
}

// clusterKeys are a key of each lane of the ledgers on the cluster.
func (s *soak) clusterKeys() (keys []string) {
	for _, f := range s.faces {
		if strings.HasPrefix(f.ledger.name, "cluster ") {
			for lane := range f.ledger.next {
				keys = append(keys, f.ledger.keys(lane)[0])
			}
		}
	}
	return keys
}

// leastRounds bring every client to all that it does, however slow the machine is.
const leastRounds = 60

// work has calls made through all faces for some time.
func (s *soak) work(t *testing.T, d time.Duration) {
	t.Helper()
	until := time.Now().Add(d)
	var wait sync.WaitGroup
	for _, f := range s.faces {
		for way := range ways {
			spawn(&wait, func() {
				for round := 0; round < leastRounds || time.Now().Before(until); round++ {
					s.failed.Add(int64(f.round(t, way, round)))
					s.rounds.Add(1)
				}
			})
		}
	}
	wait.Wait()
}

// round makes some calls. Now and then the context is too short, the scripts are
// flushed, replies do not decode, or connections break.
func (f soakFace) round(t *testing.T, way string, round int) (failed int) {
	t.Helper()
	ctx, cancel := context.Background(), func() {}
	switch {
	case round%11 == 5:
		ctx, cancel = context.WithTimeout(ctx, time.Duration(round%7)*time.Millisecond)
	case round%500 == 50:
		f.admin.ScriptFlush(ctx)
	case round%2000 == 1500 && way == "Run":
		f.cut()
	}
	defer cancel()
	var wrong []*Call[int64]
	if round%5 == 0 {
		wrong = besides()
	}
	failed = f.ledger.send(ctx, t, f.client, way, round, wrong...)
	for _, c := range wrong {
		if _, err := c.Result(); err == nil || strings.HasPrefix(text(err), "the call has no result") {
			t.Errorf("%s: a call whose reply cannot decode: %v", c.Args.script(), err)
		}
	}
	return failed
}

// usage is what the process holds while it does nothing.
type usage struct {
	goroutines int
	heap       uint64
}

// More than before by this much counts as a leak: every call that left a word behind
// would be more in a minute. A few connections more are no leak, each of which has two
// goroutines in the proxy, and a cluster client keeps what it knew of the cluster
// for a minute after each time that it asks again.
const (
	slackGoroutines = 20
	slackHeap       = 8 << 20
)

func (u usage) exceeds(before usage) bool {
	return u.goroutines > before.goroutines+slackGoroutines || u.heap > before.heap+slackHeap
}

// measure returns what is held once all that was ending has ended: as soon as that
// does not exceed what was held before, nil for unknown, and after a while anyhow.
func measure(before *usage) (u usage) {
	for deadline := time.Now().Add(30 * time.Second); ; {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what pools held until the first
		runtime.ReadMemStats(&m)
		u = usage{runtime.NumGoroutine(), m.HeapAlloc}
		if before == nil || !u.exceeds(*before) || time.Now().After(deadline) {
			return u
		}
	}
}
