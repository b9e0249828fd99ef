package redistest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Cluster is a real Redis Cluster: three masters with a third of the slots each
// and one replica per master.
type Cluster struct {
	Nodes []*Server // 0 to 2 began as masters, 3 to 5 as their replicas in order

	tb     testing.TB
	admins map[*Server]*redis.Client // a client of each node
}

// slotCount is the number of hash slots of a Redis Cluster.
const slotCount = 16384

// StartCluster runs six nodes until the test ends and returns when all of them
// agree that every slot is served and every replica follows its master. Which of
// them are masters changes by FailOver alone, however long a node is not heard of.
func StartCluster(tb testing.TB) *Cluster {
	tb.Helper()
	c := &Cluster{tb: tb, admins: map[*Server]*redis.Client{}}
	for range 6 {
		n := Start(tb,
			"--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-replica-no-failover", "yes",
			"--cluster-node-timeout", "1500", "--repl-diskless-sync-delay", "0")
		c.Nodes = append(c.Nodes, n)
		c.admins[n] = n.Client(2)
	}
	ctx := context.Background()
	for i, n := range c.Nodes {
		for _, other := range c.Nodes[:i] {
			c.must(c.admins[n].ClusterMeet(ctx, "127.0.0.1", other.Port()).Err())
		}
	}
	for i := range 3 {
		c.must(c.admins[c.Nodes[i]].ClusterAddSlotsRange(ctx, i*slotCount/3, (i+1)*slotCount/3-1).Err())
	}
	for i := 3; i < 6; i++ {
		master, err := c.admins[c.Nodes[i-3]].ClusterMyID(ctx).Result()
		c.must(err)
		// REPLICATE is refused until gossip has made the two nodes known to each other.
		c.must(poll(func() error { return c.admins[c.Nodes[i]].ClusterReplicate(ctx, master).Err() }))
	}
	c.must(poll(func() error { return c.ready(ctx) }))
	// The short time-out makes gossip frequent. From here on it would only make the
	// nodes of a busy machine give each other up.
	for _, n := range c.Nodes {
		c.must(c.admins[n].ConfigSet(ctx, "cluster-node-timeout", "60000").Err())
	}
	return c
}

// FailOver kills one of the three first masters and lets its replica take over.
func (c *Cluster) FailOver(master *Server) error {
	i := slices.Index(c.Nodes[:3], master)
	if i < 0 {
		return fmt.Errorf("the node at %s did not begin as a master", master.Addr)
	}
	master.Kill()
	return c.admins[c.Nodes[i+3]].Do(context.Background(), "CLUSTER", "FAILOVER", "TAKEOVER").Err()
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
			slot, err := c.admins[n].ClusterKeySlot(ctx, key).Result()
			if err != nil {
				continue
			}
			shards, err := c.admins[n].ClusterShards(ctx).Result()
			if err != nil {
				continue
			}
			if m := c.masterOf(shards, slot); m != nil {
				found = m
				return nil
			}
		}
		return fmt.Errorf("no master serves the slot of %q", key)
	}))
	return found
}

// masterOf returns the node that one node's view of the cluster names as the
// slot's master; nil when it names none.
func (c *Cluster) masterOf(shards []redis.ClusterShard, slot int64) *Server {
	for _, shard := range shards {
		serves := slices.ContainsFunc(shard.Slots, func(r redis.SlotRange) bool { return r.Start <= slot && slot <= r.End })
		for _, n := range shard.Nodes {
			if !serves || n.Role != "master" || n.Health != "online" {
				continue
			}
			for _, s := range c.Nodes {
				if s.Port() == strconv.FormatInt(n.Port, 10) {
					return s
				}
			}
		}
	}
	return nil
}

// ready reports why the cluster is not yet whole, as each node sees it.
func (c *Cluster) ready(ctx context.Context) error {
	for i, n := range c.Nodes {
		info, err := c.admins[n].ClusterInfo(ctx).Result()
		if err != nil {
			return err
		}
		for _, want := range []string{"cluster_state:ok", "cluster_slots_ok:16384", "cluster_known_nodes:6"} {
			if !strings.Contains(info, want) {
				return fmt.Errorf("node %d: no %s", i, want)
			}
		}
		shards, err := c.admins[n].ClusterShards(ctx).Result()
		if err != nil {
			return err
		}
		for _, shard := range shards {
			if len(shard.Slots) == 0 || len(shard.Nodes) != 2 {
				return fmt.Errorf("node %d: a shard has %d nodes and %d slot ranges, want a master, a replica and slots", i, len(shard.Nodes), len(shard.Slots))
			}
			// A replica is left out of CLUSTER SLOTS, by which clients find it, until
			// the node has heard of its replication offset.
			for _, member := range shard.Nodes {
				if member.Health != "online" {
					return fmt.Errorf("node %d: sees the node at port %d as %s", i, member.Port, member.Health)
				}
			}
		}
		if i >= 3 {
			repl, err := c.admins[n].Info(ctx, "replication").Result()
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

func (c *Cluster) must(err error) {
	c.tb.Helper()
	if err != nil {
		c.tb.Fatal(err)
	}
}
