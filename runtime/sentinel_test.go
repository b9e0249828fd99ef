package runtime

import (
	"context"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
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
		if n, err := call(s, (*Decoder).Int, []string{name}).Run(ctx, c); n != 1 || err != nil {
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
