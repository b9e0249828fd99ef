package redistest

import (
	"context"
	"fmt"
	"slices"
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
// them are masters changes by FailOver alone, however long a node stays silent.
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
			ranges, err := c.ranges(ctx, n)
			owns := func(r slotRange) bool { return r.start <= slot && slot <= r.end && r.ports[0] == n.Port() }
			if err == nil && slices.ContainsFunc(ranges, owns) {
				found = n
				return nil
			}
		}
		return fmt.Errorf("no master serves the slot of %q", key)
	}))
	return found
}

// slotRange is a range of slots and the ports of the nodes that serve it, the
// master's first.
type slotRange struct {
	start, end int64
	ports      []string
}

// ranges are the ranges of slots as a node sees them. CLUSTER SHARDS, which replaces
// CLUSTER SLOTS, came with Redis 7.0.
func (c *Cluster) ranges(ctx context.Context, n *Server) ([]slotRange, error) {
	reply, err := c.admins[n].Do(ctx, "CLUSTER", "SLOTS").Slice()
	if err != nil {
		return nil, err
	}
	var ranges []slotRange
	for _, element := range reply {
		parts := element.([]any)
		r := slotRange{start: parts[0].(int64), end: parts[1].(int64)}
		for _, node := range parts[2:] {
			r.ports = append(r.ports, fmt.Sprint(node.([]any)[1]))
		}
		ranges = append(ranges, r)
	}
	return ranges, nil
}

// Agree waits until all nodes have heard which master serves which slot. A replica that has not
// heard of a move may take over a slot that its master had before, without the keys.
func (c *Cluster) Agree() error {
	return poll(func() error {
		var first []string
		for i, n := range c.Nodes {
			ranges, err := c.ranges(context.Background(), n)
			if err != nil {
				return err
			}
			var view []string
			for _, r := range ranges {
				view = append(view, fmt.Sprintf("%d-%d %s", r.start, r.end, r.ports[0]))
			}
			slices.Sort(view)
			if i == 0 {
				first = view
			} else if !slices.Equal(view, first) {
				return fmt.Errorf("node %d: another master serves some slots than node 0 has heard", i)
			}
		}
		return nil
	})
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
		// A replica is left out of CLUSTER SLOTS, by which clients find it, until the
		// node has heard of its replication offset.
		ranges, err := c.ranges(ctx, n)
		if err != nil {
			return err
		}
		if len(ranges) != 3 {
			return fmt.Errorf("node %d: sees %d ranges of slots, want one for each of three masters", i, len(ranges))
		}
		for _, r := range ranges {
			if len(r.ports) != 2 {
				return fmt.Errorf("node %d: %d nodes serve the slots from %d on, want a master and a replica", i, len(r.ports), r.start)
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
