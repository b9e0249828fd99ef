package runtime

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/internal/slot"
	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// One key of a slot has moved and another has not: a transaction with both can run on
// neither node. None of its calls runs until the slot has moved, and then all do.
func testHalfMoved(t *testing.T, cluster *redistest.Cluster) {
	ctx := context.Background()
	for name, client := range clusterFaces(t, cluster) {
		for _, way := range []string{"Tx", "Pipeline"} {
			tag := fmt.Sprintf("{half %s %s}", name, way)
			stays, moves, both := tag+"stays", tag+"moves", []string{tag + "stays", tag + "moves"}
			incr := script("half.lua", "for _, key in ipairs(KEYS) do redis.call('INCR', key) end return 1 -- "+name)
			send := func(ctx context.Context) ([]*Call[int64], error) {
				calls := []*Call[int64]{call(incr, (*Decoder).Int, []string{stays}), call(incr, (*Decoder).Int, []string{moves})}
				if way == "Pipeline" { // which sends together what shares keys
					calls = append(calls, call(incr, (*Decoder).Int, both))
				}
				ways[way](ctx, client, calls...)
				var err error
				for _, c := range calls {
					_, one := c.Result()
					err = errors.Join(err, one)
				}
				return calls, err
			}
			calls, err := send(ctx) // both keys are there now
			if err != nil {
				t.Fatalf("%s, %s: %v", name, way, err)
			}
			each := len(calls) - 1 // a key's increments by one batch

			m := beginMove(t, cluster, stays)
			m.key(moves)
			short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
			_, err = send(short)
			cancel()
			if err == nil {
				t.Errorf("%s, %s: a transaction over half of a slot has run", name, way)
			}
			if a, b := m.from.Get(ctx, stays).Val(), m.asking(moves); a != fmt.Sprint(each) || b != a {
				t.Errorf("%s, %s: a part has run: %s, %s", name, way, a, b)
			}
			m.key(stays)
			if _, err := send(ctx); err != nil {
				t.Errorf("%s, %s, all keys have moved: %v", name, way, err)
			}
			m.end()
			if _, err := send(ctx); err != nil {
				t.Errorf("%s, %s, the slot has moved: %v", name, way, err)
			}
			for _, key := range both {
				if n := m.to.Get(ctx, key).Val(); n != fmt.Sprint(3*each) {
					t.Errorf("%s, %s: %s is %s", name, way, key, n)
				}
			}
		}
	}
}

// move is a slot on its way from one master to another.
type move struct {
	t        *testing.T
	slot     int
	target   *redistest.Server
	from, to *redis.Client
}

func beginMove(t *testing.T, cluster *redistest.Cluster, key string) *move {
	t.Helper()
	source, target := cluster.Master(key), cluster.Nodes[0]
	if target == source {
		target = cluster.Nodes[1]
	}
	m := &move{t, slot.Of(key), target, connect(t, source.Addr), connect(t, target.Addr)}
	fromID, toID := m.do(m.from, "CLUSTER", "MYID"), m.do(m.to, "CLUSTER", "MYID")
	m.do(m.to, "CLUSTER", "SETSLOT", m.slot, "IMPORTING", fromID)
	m.do(m.from, "CLUSTER", "SETSLOT", m.slot, "MIGRATING", toID)
	return m
}

func (m *move) do(c *redis.Client, args ...any) string {
	m.t.Helper()
	got, err := c.Do(context.Background(), args...).Result()
	if err != nil {
		m.t.Errorf("%v: %v", args, err)
	}
	return fmt.Sprint(got)
}

// key moves one key.
func (m *move) key(key string) {
	m.t.Helper()
	m.do(m.from, "MIGRATE", "127.0.0.1", m.target.Port(), key, 0, 5000)
}

// asking reads a key that has moved.
func (m *move) asking(key string) string {
	conn := m.to.Conn()
	defer conn.Close()
	if err := conn.Process(context.Background(), redis.NewCmd(context.Background(), "ASKING")); err != nil {
		m.t.Error(err)
	}
	return conn.Get(context.Background(), key).Val()
}

// end gives the slot to the target. What else was in it is deleted.
func (m *move) end() {
	m.t.Helper()
	ctx := context.Background()
	for _, other := range m.from.ClusterGetKeysInSlot(ctx, m.slot, 1000).Val() {
		m.from.Del(ctx, other)
	}
	toID := m.do(m.to, "CLUSTER", "MYID")
	m.do(m.to, "CLUSTER", "SETSLOT", m.slot, "NODE", toID)
	m.do(m.from, "CLUSTER", "SETSLOT", m.slot, "NODE", toID)
}
