package redistest

import (
	"context"
	"os"
	"path/filepath"
	"slices"
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

func TestServerVersion(t *testing.T) {
	for _, test := range []struct {
		info          map[string]string
		name, version string
		numbers       []int
	}{
		{map[string]string{"redis_version": "7.0.15", "gcc_version": "12.2.0"}, "redis", "7.0.15", []int{7, 0, 15}},
		{map[string]string{"redis_version": "7.2.4", "valkey_version": "9.1.2", "gcc_version": "1"}, "valkey", "9.1.2", []int{9, 1, 2}},
		{map[string]string{"redis_version": "7.2.4", "redict_version": "7.3.6"}, "redict", "7.3.6", []int{7, 3, 6}},
		{map[string]string{"redis_version": "255.255.255"}, "redis", "255.255.255", []int{255, 255, 255}},
		{map[string]string{"redis_version": "8.0-rc1"}, "redis", "8.0-rc1", []int{8, 0}},
		{map[string]string{"redis_version": "unstable"}, "redis", "unstable", nil},
	} {
		name, version := serverVersion(test.info)
		if name != test.name || version != test.version || !slices.Equal(numbers(version), test.numbers) {
			t.Errorf("%v: %s %s %v, want %s %s %v", test.info, name, version, numbers(version), test.name, test.version, test.numbers)
		}
	}
}
