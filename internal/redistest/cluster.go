package redistest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Cluster is a real Redis Cluster: three masters with a third of the slots each
// and one replica per master.
type Cluster struct {
	Nodes []*Server // 0 to 2 began as masters, 3 to 5 as their replicas in order

	tb testing.TB
}

// slotCount is the number of hash slots of a Redis Cluster.
const slotCount = 16384

// StartCluster runs six nodes until the test ends and returns when all of them
// agree that every slot is served and every replica follows its master.
func StartCluster(tb testing.TB) *Cluster {
	tb.Helper()
	c := &Cluster{tb: tb}
	for range 6 {
		c.Nodes = append(c.Nodes, Start(tb,
			"--cluster-enabled", "yes", "--cluster-node-timeout", "1500",
			"--repl-diskless-sync-delay", "0", "--cluster-config-file", "nodes.conf"))
	}
	ctx := context.Background()
	for i, n := range c.Nodes {
		for _, other := range c.Nodes[:i] {
			c.must(c.node(n).ClusterMeet(ctx, "127.0.0.1", other.Port()).Err())
		}
	}
	for i := range 3 {
		c.must(c.node(c.Nodes[i]).ClusterAddSlotsRange(ctx, i*slotCount/3, (i+1)*slotCount/3-1).Err())
	}
	for i := 3; i < 6; i++ {
		master, err := c.node(c.Nodes[i-3]).ClusterMyID(ctx).Result()
		c.must(err)
		// REPLICATE is refused until gossip has made the two nodes known to each other.
		c.must(poll(func() error { return c.node(c.Nodes[i]).ClusterReplicate(ctx, master).Err() }))
	}
	c.must(poll(func() error { return c.ready(ctx) }))
	return c
}

// Client returns a cluster client that is closed when the test ends. adjust may
// change its options; nil leaves the defaults.
func (c *Cluster) Client(adjust func(*redis.ClusterOptions)) *redis.ClusterClient {
	c.tb.Helper()
	opt := &redis.ClusterOptions{}
	for _, n := range c.Nodes {
		opt.Addrs = append(opt.Addrs, n.Addr)
	}
	if adjust != nil {
		adjust(opt)
	}
	client := redis.NewClusterClient(opt)
	c.tb.Cleanup(func() { _ = client.Close() })
	return client
}

// Master returns the node that serves the key's slot now.
func (c *Cluster) Master(key string) *Server {
	c.tb.Helper()
	ctx := context.Background()
	var found *Server
	c.must(poll(func() error {
		for _, n := range c.Nodes {
			slot, err := c.node(n).ClusterKeySlot(ctx, key).Result()
			if err != nil {
				continue
			}
			ranges, err := c.node(n).ClusterSlots(ctx).Result()
			if err != nil {
				continue
			}
			for _, r := range ranges {
				if int(slot) < r.Start || int(slot) > r.End || len(r.Nodes) == 0 {
					continue
				}
				for _, m := range c.Nodes {
					if m.Addr == r.Nodes[0].Addr {
						found = m
						return nil
					}
				}
			}
		}
		return fmt.Errorf("no master serves the slot of %q", key)
	}))
	return found
}

// ready reports why the cluster is not yet whole, as each node sees it.
func (c *Cluster) ready(ctx context.Context) error {
	for i, n := range c.Nodes {
		info, err := c.node(n).ClusterInfo(ctx).Result()
		if err != nil {
			return err
		}
		for _, want := range []string{"cluster_state:ok", "cluster_slots_ok:16384", "cluster_known_nodes:6"} {
			if !strings.Contains(info, want) {
				return fmt.Errorf("node %d: no %s", i, want)
			}
		}
		slots, err := c.node(n).ClusterSlots(ctx).Result()
		if err != nil {
			return err
		}
		for _, r := range slots {
			if len(r.Nodes) != 2 {
				return fmt.Errorf("node %d: slots %d-%d have %d nodes, want a master and a replica", i, r.Start, r.End, len(r.Nodes))
			}
		}
		if i >= 3 {
			repl, err := c.node(n).Info(ctx, "replication").Result()
			if err != nil {
				return err
			}
			if !strings.Contains(repl, "master_link_status:up") {
				return fmt.Errorf("node %d: replication is not up", i)
			}
		}
	}
	return nil
}

func (c *Cluster) node(s *Server) *redis.Client { return s.Client(2) }

func (c *Cluster) must(err error) {
	c.tb.Helper()
	if err != nil {
		c.tb.Fatal(err)
	}
}
