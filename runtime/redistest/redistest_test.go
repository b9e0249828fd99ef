package redistest

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestStartAndRestart(t *testing.T) {
	ctx := context.Background()
	s := Start(t)
	c := s.Client(3)
	if err := c.Set(ctx, "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	n, err := c.Exists(ctx, "k").Result()
	if err != nil || n != 0 {
		t.Fatalf("after a restart EXISTS k = %d, %v; want 0, nil: the server keeps nothing", n, err)
	}
}

func TestStartCluster(t *testing.T) {
	ctx := context.Background()
	c := StartCluster(t)
	client := c.Client(nil)
	for _, key := range []string{"a", "b", "c", "d"} {
		if err := client.Set(ctx, key, key, 0).Err(); err != nil {
			t.Fatal(err)
		}
		n, err := c.Master(key).Client(2).Exists(ctx, key).Result()
		if err != nil || n != 1 {
			t.Fatalf("EXISTS %s on its master = %d, %v", key, n, err)
		}
	}
}

func TestServerVarNamesTheServer(t *testing.T) {
	link := filepath.Join(t.TempDir(), "another-server")
	if err := os.Symlink(Binary(t), link); err != nil {
		t.Fatal(err)
	}
	t.Setenv(ServerVar, link)
	if got := Binary(t); got != link {
		t.Errorf("Binary() = %s, want %s", got, link)
	}
	executable, err := Start(t).Client(2).InfoMap(context.Background(), "server").Result()
	if err != nil || executable["Server"]["executable"] != link {
		t.Errorf("the server that runs is %q, %v; want %s", executable["Server"]["executable"], err, link)
	}
}
