package runtime

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// underLoad has calls of a ledger made in every form through every face while
// fault runs, which may wait for a number of further rounds. It returns how many
// calls of each form failed.
func underLoad(t *testing.T, clients map[string]Client, l *ledger, fault func(rounds func(n int64))) map[string]*atomic.Int64 {
	t.Helper()
	var (
		wait   sync.WaitGroup
		over   = make(chan struct{})
		made   atomic.Int64
		failed = make(map[string]*atomic.Int64)
	)
	for way := range ways {
		missed := new(atomic.Int64)
		failed[way] = missed
		for _, client := range clients {
			spawn(&wait, func() {
				for round := 0; ; round++ {
					select {
					case <-over:
						return
					default:
					}
					missed.Add(int64(l.send(context.Background(), t, client, way, round)))
					made.Add(1)
				}
			})
		}
	}
	fault(func(n int64) {
		for until := made.Load() + n; made.Load() < until; {
			runtime.Gosched()
		}
	})
	close(over)
	wait.Wait()
	return failed
}

// A slot moves from one master to another while its keys are used, by a script of whose
// errors the server is certain to be the cause, and by one that could have made them.
func testMigration(t *testing.T, cluster *redistest.Cluster) {
	testMigrationOf(t, cluster, newLedger("move", 1), 0)
	open := newLedger("move open", 1)
	open.script = script("open.lua", "if ARGV[2] then return redis.error_reply(ARGV[2]) end"+ledgerSource)
	testMigrationOf(t, cluster, open, 10) // the few for which the server's answer comes when the slot has moved
}

// testMigrationOf lets that many of a hundred calls fail.
func testMigrationOf(t *testing.T, cluster *redistest.Cluster, l *ledger, mayFail int64) {
	ctx := context.Background()
	keys := l.keys(0)
	failed := underLoad(t, clusterFaces(t, cluster), l, func(rounds func(n int64)) {
		rounds(200)
		m := beginMove(t, cluster, keys[0])
		m.to.ScriptFlush(ctx) // so that ASK leads to a node without the script
		rounds(100)
		for _, key := range keys { // a call that comes in between is told to try again
			m.key(key)
		}
		rounds(200)
		m.end()
		rounds(200)
	})
	for way, n := range failed {
		if n.Load()*100 > l.next[0].Load()*mayFail {
			t.Errorf("%s: %d calls of %s failed", l.name, n.Load(), way)
		}
	}
	l.check(t, cluster.Client(nil))
}

// killedKey is on the master that is killed.
const killedKey = "{kill:0}seen"

// A master is killed and its replica takes over. What had been replicated by then
// is there, and nothing has run twice.
func testMasterKilled(t *testing.T, cluster *redistest.Cluster) {
	ctx := context.Background()
	l := newLedger("kill", 2)
	master := cluster.Master(killedKey)
	admin := connect(t, master.Addr)
	clients := clusterFaces(t, cluster, func(o *redis.ClusterOptions) {
		o.ReadTimeout = time.Second
		o.ClusterStateReloadInterval = 200 * time.Millisecond // go-redis asks once a minute
	})
	var replicated []bitmap
	failed := underLoad(t, clients, l, func(rounds func(n int64)) {
		rounds(300)
		replicated = l.reported()
		// WAIT is for all that the master wrote before this connection's last write.
		if err := admin.Set(ctx, killedKey+"written", 1, 0).Err(); err != nil {
			t.Error(err)
		}
		if n, err := admin.Wait(ctx, 1, time.Minute).Result(); n != 1 || err != nil {
			t.Errorf("%d replicas have what was written: %v", n, err)
		}
		if err := cluster.FailOver(master); err != nil {
			t.Error(err)
		}
		up := cluster.Client(func(o *redis.ClusterOptions) { o.ClusterStateReloadInterval = 200 * time.Millisecond })
		for deadline := time.Now().Add(2 * time.Minute); up.Exists(ctx, killedKey).Err() != nil; {
			if time.Now().After(deadline) {
				t.Error("no replica takes over")
				return
			}
		}
		rounds(300)
	})
	for way, n := range failed {
		t.Logf("%d calls of %s failed", n.Load(), way)
	}
	l.done = replicated // what came later may be lost with the master, or not
	l.unknown = nil
	l.check(t, cluster.Client(nil))
}

// A replica that is down, of which the others do not know yet, does not keep a
// script that only reads from being loaded elsewhere.
func testDeadReplica(t *testing.T, cluster *redistest.Cluster) {
	ctx := context.Background()
	clients := clusterFaces(t, cluster, func(o *redis.ClusterOptions) { o.MaxRedirects = 20 })
	for _, client := range clients { // who now knows the nodes
		if _, err := eval(t, client, "return 1", (*Decoder).Int); err != nil {
			t.Fatal(err)
		}
	}
	replicaOfAnother(t, cluster, cluster.Master(killedKey)).Kill()
	for name, client := range clients {
		read := script(name, "return redis.call('EXISTS', KEYS[1]) -- "+name, reading(cluster.Nodes[0]))
		for i := range 30 {
			if _, err := Run(ctx, client, call(read, (*Decoder).Int, []string{fmt.Sprint(i)})); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// replicaOfAnother is a replica of any other master.
func replicaOfAnother(t *testing.T, cluster *redistest.Cluster, master *redistest.Server) *redistest.Server {
	t.Helper()
	for _, node := range cluster.Nodes {
		role, err := connect(t, node.Addr).Do(context.Background(), "ROLE").Slice()
		if err != nil {
			t.Fatal(err)
		}
		if role[0] == "slave" && fmt.Sprint(role[2]) != master.Port() {
			return node
		}
	}
	t.Fatal("no other replica")
	return nil
}
