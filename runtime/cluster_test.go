package runtime

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/internal/slot"
	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// One cluster serves all of these; the last of them kills a master.
func TestCluster(t *testing.T) {
	cluster := redistest.StartCluster(t)
	t.Run("slots", func(t *testing.T) { testSlots(t, cluster) })
	t.Run("look-ups", func(t *testing.T) { testNoLookUps(t, cluster) })
	t.Run("recovery", func(t *testing.T) { testClusterRecovery(t, cluster) })
	t.Run("storm", func(t *testing.T) { testClusterStorm(t, cluster) })
	t.Run("load", func(t *testing.T) { testClusterLoad(t, cluster) })
	t.Run("crossslot", func(t *testing.T) { testCrossSlot(t, cluster) })
	t.Run("batches", func(t *testing.T) { testClusterBatches(t, cluster) })
	t.Run("own errors", func(t *testing.T) { testOwnErrors(t, cluster.Client(nil), clusterFaces(t, cluster)) })
	t.Run("commands", func(t *testing.T) { testClusterDo(t, cluster) })
	t.Run("ACL", func(t *testing.T) { testClusterACL(t, cluster) })
	t.Run("half of a slot", func(t *testing.T) { testHalfMoved(t, cluster) })
	t.Run("commands of half of a slot", func(t *testing.T) { testDoMoved(t, cluster) })
	t.Run("migration", func(t *testing.T) { testMigration(t, cluster) })
	t.Run("dead replica", func(t *testing.T) { testDeadReplica(t, cluster) })
	t.Run("failover", func(t *testing.T) { testMasterKilled(t, cluster) })
}

func testSlots(t *testing.T, cluster *redistest.Cluster) {
	client := cluster.Client(nil)
	for _, key := range []string{"", "a", "foo{bar}", "foo{}{bar}", "foo{{bar}}zap", "foo{bar", "{é}\x00\xff", "123456789"} {
		want, err := client.ClusterKeySlot(context.Background(), key).Result()
		if err != nil || int64(slot.Of(key)) != want {
			t.Errorf("%q: slot %d, want %d: %v", key, slot.Of(key), want, err)
		}
	}
}

// Where a call belongs is known without asking: COMMAND is sent by no client, but
// once by one that reads from replicas, to tell which commands only read.
func testNoLookUps(t *testing.T, cluster *redistest.Cluster) {
	ctx := context.Background()
	s := kilobytes(1)
	count := func(keys ...string) Command { return call(s, Discard, keys) }
	for name, client := range clusterFaces(t, cluster) {
		for _, node := range cluster.Nodes {
			connect(t, node.Addr).ConfigResetStat(ctx)
		}
		for i := range 5 {
			_, err := Run(ctx, client, call(s, Discard, []string{fmt.Sprint(i)}))
			_, err2 := eval(t, client, "return 1", Discard)
			err3 := Pipeline(ctx, client, count("a"), count("b"), count("b"), count("{b}c"))
			err4 := Tx(ctx, client, count("a"), count("a"))
			if err := errors.Join(err, err2, err3, err4); err != nil {
				t.Error(err)
			}
		}
		lookUps, most := 0, 0
		for _, node := range cluster.Nodes {
			stats := connect(t, node.Addr).InfoMap(ctx, "commandstats").Item("Commandstats", "cmdstat_command")
			if calls, _, ok := strings.Cut(strings.TrimPrefix(stats, "calls="), ","); ok {
				n, err := strconv.Atoi(calls)
				if err != nil {
					t.Error(err)
				}
				lookUps += n
			}
		}
		if slices.Contains([]string{"readonly", "by latency", "randomly", "readonly auto"}, name) {
			most = 1
		}
		if lookUps > most {
			t.Errorf("%s: COMMAND was sent %d times", name, lookUps)
		}
	}
}

func flushCluster(cluster *redistest.Cluster, t *testing.T) {
	t.Helper()
	if err := cluster.Client(nil).ScriptFlush(context.Background()).Err(); err != nil {
		t.Fatal(err)
	}
}

func testClusterRecovery(t *testing.T, cluster *redistest.Cluster) {
	ctx := context.Background()
	read := script("get.lua", "return redis.call('GET', KEYS[1])", reading(cluster.Nodes[0]))
	for name, client := range clusterFaces(t, cluster) {
		for round := range 2 {
			flushCluster(cluster, t)
			for i := range 20 {
				key := fmt.Sprint(name, i)
				if n, err := Run(ctx, client, call(kilobytes(1), (*Decoder).Int, []string{key})); n != int64(round+1) || err != nil {
					t.Errorf("%s: %d, %v", name, n, err)
				}
				if n, err := eval(t, client, "return 7", (*Decoder).Int); n != 7 || err != nil {
					t.Errorf("%s without keys: %d, %v", name, n, err)
				}
				if _, err := Run(ctx, client, call(read, func(d *Decoder) *string { return Ptr(d, (*Decoder).String) }, []string{key})); err != nil {
					t.Errorf("%s read only: %v", name, err)
				}
			}
		}
	}
}

// bodyCounter counts SCRIPT LOAD and EVAL, the commands that carry a body.
type bodyCounter struct{ bodies atomic.Int64 }

func (*bodyCounter) DialHook(next redis.DialHook) redis.DialHook { return next }

func (c *bodyCounter) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error { c.count(cmd); return next(ctx, cmd) }
}

func (c *bodyCounter) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		for _, cmd := range cmds {
			c.count(cmd)
		}
		return next(ctx, cmds)
	}
}

func (c *bodyCounter) count(cmd redis.Cmder) {
	switch args := cmd.Args(); args[0] {
	case "script":
		if args[1] == "load" {
			c.bodies.Add(1)
		}
	case "eval", "eval_ro":
		c.bodies.Add(1)
	}
}

func testClusterStorm(t *testing.T, cluster *redistest.Cluster) {
	ctx := context.Background()
	bodies := &bodyCounter{}
	client := cluster.Client(func(o *redis.ClusterOptions) { o.PoolSize = 50; o.PoolTimeout = time.Minute })
	client.OnNewNode(func(node *redis.Client) { node.AddHook(bodies) })
	s := kilobytes(20)
	concurrently(200, func(i int) { _, _ = Run(ctx, client, call(s, Discard, []string{fmt.Sprint("warm", i)})) })
	flushCluster(cluster, t)
	bodies.bodies.Store(0)
	concurrently(1000, func(i int) {
		if n, err := Run(ctx, client, call(s, (*Decoder).Int, []string{fmt.Sprint("storm", i)})); n != 1 || err != nil {
			t.Error(n, err)
		}
	})
	if n := bodies.bodies.Load(); n != 3 {
		t.Errorf("%d bodies for three masters", n)
	}
}

func testClusterLoad(t *testing.T, cluster *redistest.Cluster) {
	ctx := context.Background()
	write, read := script("w.lua", "return 1"), script("r.lua", "return 2", ReadOnly())
	for name, test := range map[string]struct {
		client   *redis.ClusterClient
		replicas bool
	}{
		"masters":  {cluster.Client(nil), false},
		"replicas": {cluster.Client(func(o *redis.ClusterOptions) { o.ReadOnly = true }), true},
	} {
		flushCluster(cluster, t)
		if err := Load(ctx, test.client, write, read); err != nil {
			t.Error(err)
		}
		for i, node := range cluster.Nodes {
			got := connect(t, node.Addr).ScriptExists(ctx, write.SHA(), read.SHA()).Val()
			// Redis before 7.0 replicates what SCRIPT LOAD loads.
			master := i < 3 || node.Before("7.0")
			want := []bool{master, master || test.replicas}
			if !slices.Equal(got, want) {
				t.Errorf("%s: node %d has %v, want %v", name, i, got, want)
			}
		}
	}
}

func testCrossSlot(t *testing.T, cluster *redistest.Cluster) {
	ctx := context.Background()
	client := cluster.Client(nil)
	s := script("move.lua", "return 1")
	_, err := Run(ctx, client, call(s, (*Decoder).Int, []string{"a", "b"}))
	wantText(t, err, `move.lua: CROSSSLOT Keys in request don't hash to the same slot: "a" in slot 15495, "b" in slot 3300; give the keys a common hash tag, as in {tag}:key`)
	one, two := call(s, (*Decoder).Int, []string{"a"}), call(s, (*Decoder).Int, []string{"b"})
	err = Tx(ctx, client, one, two)
	wantText(t, err, `runtime.Tx: key "a" of move.lua and key "b" of move.lua are not in one hash slot, and a transaction cannot span two; give the keys a common hash tag, as in {tag}:key: CROSSSLOT Keys in request don't hash to the same slot`)
	if !errors.Is(err, redis.ErrCrossSlot) {
		t.Error("is not redis.ErrCrossSlot")
	}
	if err := Pipeline(ctx, client, one, two); err != nil {
		t.Error("the calls are spent:", err)
	}
}

func testClusterBatches(t *testing.T, cluster *redistest.Cluster) {
	ctx := context.Background()
	push := script("push.lua", "return redis.call('RPUSH', KEYS[1], ARGV[1])")
	also := script("also.lua", "return redis.call('RPUSH', KEYS[1], ARGV[1])")
	check := cluster.Client(nil)
	var stops []func()
	for _, node := range cluster.Nodes[:3] {
		stops = append(stops, flushing(t, node.Addr))
	}
	defer func() {
		for _, stop := range stops {
			stop()
		}
	}()
	for name, client := range clusterFaces(t, cluster) {
		var calls []Command
		const lists, length = 10, 10
		for i := range lists * length {
			s := push
			if i%7 == 0 {
				s = also
			}
			key := fmt.Sprintf("list:%s:%d", name, i%lists)
			calls = append(calls, call(s, (*Decoder).Int, []string{key}, strconv.Itoa(i)),
				call(push, (*Decoder).Int, []string{fmt.Sprintf("single:%s:%d", name, i)}, "x"),
				call(push, (*Decoder).Int, []string{key + "{" + key + "}"}, "x"))
		}
		calls = append(calls, call(script("zero.lua", "return 1"), (*Decoder).Int, nil))
		if err := Pipeline(ctx, client, calls...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for l := range lists {
			var want []string
			for i := l; i < lists*length; i += lists {
				want = append(want, strconv.Itoa(i))
			}
			if got := check.LRange(ctx, fmt.Sprintf("list:%s:%d", name, l), 0, -1).Val(); !slices.Equal(got, want) {
				t.Errorf("%s: order %v", name, got)
			}
		}
		for i := range lists * length {
			if n := check.LLen(ctx, fmt.Sprintf("single:%s:%d", name, i)).Val(); n != 1 {
				t.Errorf("%s: single %d ran %d times", name, i, n)
			}
		}
		key := "{tx}" + name
		if err := Tx(ctx, client, call(push, (*Decoder).Int, []string{key}, "1"), call(also, (*Decoder).Int, []string{key}, "2"),
			call(script("zero.lua", "return 1"), (*Decoder).Int, nil)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := check.LRange(ctx, key, 0, -1).Val(); !slices.Equal(got, []string{"1", "2"}) {
			t.Errorf("%s: transaction wrote %v", name, got)
		}
	}
}
