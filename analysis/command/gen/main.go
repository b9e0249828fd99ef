// Command gen writes analysis/command/table_gen.go from a live server's COMMAND and
// COMMAND DOCS, corrected and completed by the data files beside it: newer.txt, summaries.txt,
// arguments.txt, replies.txt and effects.txt.
//
// Run it in analysis/command with Redis 7.0 or later installed, or with -addr naming
// a server:
//
//	go run ./gen
package main

import (
	"context"
	"flag"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/redis/go-redis/v9"
)

func main() {
	addr := flag.String("addr", "", "the server to ask; a fresh redis-server when empty")
	flag.Parse()
	if err := run(context.Background(), *addr); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run reads the server and the data files of the working directory and writes the table.
func run(ctx context.Context, addr string) error {
	options := &redis.Options{Addr: addr, Protocol: 2, MaxRetries: 20, MaxRetryBackoff: 200 * time.Millisecond}
	if addr == "" {
		dir, err := os.MkdirTemp("", "gen")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		socket := filepath.Join(dir, "redis.sock")
		server := exec.CommandContext(ctx, "redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", dir)
		if err := server.Start(); err != nil {
			return fmt.Errorf("start a server to ask, or name one with -addr: %w", err)
		}
		defer func() { _ = server.Process.Kill(); _ = server.Wait() }()
		options.Network, options.Addr = "unix", socket
	}
	client := redis.NewClient(options)
	defer client.Close()

	source, err := generate(ctx, client, ".")
	if err != nil {
		return err
	}
	return os.WriteFile("table_gen.go", source, 0o644)
}

// generate returns the table as a Go file, from a server and the data files in a folder.
func generate(ctx context.Context, client *redis.Client, dir string) ([]byte, error) {
	t, err := readServer(ctx, client)
	if err != nil {
		return nil, err
	}
	if err := t.readData(dir); err != nil {
		return nil, err
	}
	return format.Source(t.source())
}

// readData reads the data files of a folder, each of which needs those before it.
func (t *table) readData(dir string) error {
	for _, file := range []struct {
		name string
		read func(path string) error
	}{
		{"newer.txt", t.readNewer},
		{"summaries.txt", t.readSummaries},
		{"arguments.txt", t.readArguments},
		{"replies.txt", t.readReplies},
		{"effects.txt", t.readEffects},
	} {
		if err := file.read(filepath.Join(dir, file.name)); err != nil {
			return err
		}
	}
	return t.compile()
}
