package runtime

import (
	"context"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

func TestSentinel(t *testing.T) {
	master := redistest.Start(t)
	addr := redistest.StartSentinel(t, "m", master).Addr
	ctx := context.Background()
	client := redis.NewFailoverClient(&redis.FailoverOptions{MasterName: "m", SentinelAddrs: []string{addr}})
	cluster := redis.NewFailoverClusterClient(&redis.FailoverOptions{MasterName: "m", SentinelAddrs: []string{addr}})
	t.Cleanup(func() { client.Close(); cluster.Close() })
	s := kilobytes(1)
	for name, c := range map[string]Client{"client": client, "cluster": cluster} {
		if n, err := Run(ctx, c, call(s, (*Decoder).Int, []string{name})); n != 1 || err != nil {
			t.Errorf("%s: %d, %v", name, n, err)
		}
		connect(t, master.Addr).ScriptFlush(ctx)
		if err := Load(ctx, c, s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		a, b := call(s, (*Decoder).Int, []string{name}), call(s, (*Decoder).Int, []string{name})
		if err := Pipeline(ctx, c, a, b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n, _ := b.Result(); n != 3 {
			t.Errorf("%s: %d", name, n)
		}
	}
}

// A sentinel makes the replica the master while both are called. What had been
// replicated is there, and nothing has run twice.
func TestSentinelFailover(t *testing.T) {
	ctx := context.Background()
	master := redistest.Start(t)
	replica := redistest.Start(t, "--replicaof", "127.0.0.1", master.Port())
	sentinel := redistest.StartSentinel(t, "m", master)
	admin := connect(t, master.Addr)
	asked := redis.NewSentinelClient(&redis.Options{Addr: sentinel.Addr})
	client := redis.NewFailoverClient(&redis.FailoverOptions{MasterName: "m", SentinelAddrs: []string{sentinel.Addr}})
	cluster := redis.NewFailoverClusterClient(&redis.FailoverOptions{
		MasterName: "m", SentinelAddrs: []string{sentinel.Addr}, RouteRandomly: true, ReadTimeout: time.Second,
	})
	t.Cleanup(func() { asked.Close(); client.Close(); cluster.Close() })
	eventually := func(what string, happened func() bool) {
		t.Helper()
		for deadline := time.Now().Add(2 * time.Minute); !happened(); {
			if time.Now().After(deadline) {
				t.Fatalf("never: %s", what)
			}
		}
	}
	l := newLedger("sentinel", 2)
	var replicated []bitmap
	failed := underLoad(t, map[string]Client{"client": client, "cluster": cluster}, l, func(rounds func(n int64)) {
		rounds(100)
		eventually("the replica follows", func() bool {
			replicated = l.reported()
			admin.Set(ctx, "written", 1, 0)
			return admin.Wait(ctx, 1, time.Second).Val() == 1
		})
		eventually("the sentinel fails over", func() bool { return asked.Failover(ctx, "m").Err() == nil })
		eventually("the replica is the master", func() bool {
			addr := asked.GetMasterAddrByName(ctx, "m").Val()
			return len(addr) == 2 && addr[1] == replica.Port()
		})
		rounds(200)
	})
	for way, n := range failed {
		t.Logf("%d calls of %s failed", n.Load(), way)
	}
	l.done, l.unknown = replicated, nil // what came later may be lost with the old master, or not
	l.check(t, connect(t, replica.Addr))
}
