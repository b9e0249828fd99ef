package runtime

import (
	"context"
	"fmt"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/internal/slot"
	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// unrest moves the slots of keys from master to master, and lets replicas take over in
// an orderly way, until it is stopped. Nothing that was answered is lost by either.
func unrest(t *testing.T, cluster *redistest.Cluster, keys []string) (stop func()) {
	over, ended := make(chan struct{}), make(chan struct{})
	nodes := map[string]*redis.Client{}
	for _, node := range cluster.Nodes {
		nodes[node.Addr] = connect(t, node.Addr)
	}
	go func() {
		defer close(ended)
		moves, failovers := 0, 0
		defer func() { t.Logf("%d slots moved, %d replicas took over", moves, failovers) }()
		for i := 0; ; i++ {
			select {
			case <-over:
				return
			case <-time.After(20 * time.Millisecond):
			}
			if err := cluster.Agree(); err != nil {
				t.Error(err)
				return
			}
			if i%10 == 9 {
				if failOver(nodes, nodes[cluster.Nodes[i/10%len(cluster.Nodes)].Addr]) {
					failovers++
				}
			} else if moveSlot(t, nodes, cluster, keys[i%len(keys)]) {
				moves++
			}
		}
	}()
	return func() { close(over); <-ended }
}

// failOver makes a replica the master of its slots, and waits until it is and the master before has
// become a replica: what is moved to one that is being replaced is lost. A master refuses.
func failOver(nodes map[string]*redis.Client, node *redis.Client) bool {
	if node.Do(context.Background(), "CLUSTER", "FAILOVER").Err() != nil {
		return false
	}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		if masters := mastersOf(nodes); slices.Contains(masters, node) && len(masters) == len(nodes)/2 {
			return true
		}
	}
	return false
}

// mastersOf are the nodes that take themselves for masters.
func mastersOf(nodes map[string]*redis.Client) (masters []*redis.Client) {
	for _, node := range nodes {
		if role, err := node.Do(context.Background(), "ROLE").Slice(); err == nil && role[0] == "master" {
			masters = append(masters, node)
		}
	}
	return masters
}

// moveSlot moves the slot of a key to another master. What fails is taken back.
func moveSlot(t *testing.T, nodes map[string]*redis.Client, cluster *redistest.Cluster, key string) bool {
	ctx := context.Background()
	slot := slot.Of(key)
	from := nodes[cluster.Master(key).Addr]
	masters := slices.DeleteFunc(mastersOf(nodes), func(node *redis.Client) bool { return node == from })
	if len(masters) != len(nodes)/2-1 {
		return false
	}
	to := masters[0] // any: the order is a map's
	fromID, err := from.ClusterMyID(ctx).Result()
	toID, err2 := to.ClusterMyID(ctx).Result()
	if err != nil || err2 != nil {
		return false
	}
	steps := []struct {
		node *redis.Client
		args []any
	}{
		{to, []any{"CLUSTER", "SETSLOT", slot, "IMPORTING", fromID}},
		{from, []any{"CLUSTER", "SETSLOT", slot, "MIGRATING", toID}},
		{from, nil},
		{to, []any{"CLUSTER", "SETSLOT", slot, "NODE", toID}},
		{from, []any{"CLUSTER", "SETSLOT", slot, "NODE", toID}},
	}
	for i, step := range steps {
		if step.args == nil {
			// What has moved must not stay where nobody looks for it, so there is no way back.
			if err = migrate(step.node, slot, to.Options().Addr); err != nil {
				t.Error(err)
				return false
			}
		} else {
			err = step.node.Do(ctx, step.args...).Err()
		}
		if err != nil {
			if i < 2 {
				from.Do(ctx, "CLUSTER", "SETSLOT", slot, "STABLE")
				to.Do(ctx, "CLUSTER", "SETSLOT", slot, "STABLE")
			}
			return false
		}
	}
	return true
}

// migrate moves the keys of a slot, one by one. A key that arrived though MIGRATE has failed is
// still the source's, so it is replaced.
func migrate(from *redis.Client, slot int, addr string) error {
	ctx := context.Background()
	host, port, _ := net.SplitHostPort(addr)
	for deadline := time.Now().Add(30 * time.Second); ; {
		keys, err := from.ClusterGetKeysInSlot(ctx, slot, 1).Result()
		if err == nil && len(keys) == 0 {
			return nil
		}
		if err == nil {
			err = from.Do(ctx, "MIGRATE", host, port, keys[0], 0, 5000, "REPLACE").Err()
		}
		if err != nil && time.Now().After(deadline) {
			return fmt.Errorf("MIGRATE to %s: %w", addr, err)
		}
	}
}
