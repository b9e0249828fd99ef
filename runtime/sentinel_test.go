package runtime

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/redis/go-redis/v9"
)

// startSentinel watches a master under the name "m" until the test ends.
func startSentinel(t *testing.T, master *redistest.Server) (addr string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = listener.Addr().String()
	listener.Close()
	_, port, _ := net.SplitHostPort(addr)
	config := filepath.Join(t.TempDir(), "sentinel.conf")
	text := fmt.Sprintf("port %s\nsentinel monitor m 127.0.0.1 %s 1\n", port, master.Port())
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(redistest.Binary(t), config, "--sentinel")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return addr
}

func TestSentinel(t *testing.T) {
	master := redistest.Start(t)
	addr := startSentinel(t, master)
	ctx := context.Background()
	client := redis.NewFailoverClient(&redis.FailoverOptions{MasterName: "m", SentinelAddrs: []string{addr}, MaxRetries: 100})
	cluster := redis.NewFailoverClusterClient(&redis.FailoverOptions{MasterName: "m", SentinelAddrs: []string{addr}})
	t.Cleanup(func() { client.Close(); cluster.Close() })
	s := kilobytes(1)
	// The sentinel may still be starting.
	for deadline := time.Now().Add(20 * time.Second); client.Ping(ctx).Err() != nil; {
		if time.Now().After(deadline) {
			t.Fatal("the sentinel does not start")
		}
	}
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
