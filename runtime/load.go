package runtime

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/luagen/luagen/runtime/core"
	"github.com/luagen/luagen/runtime/internal/wire"
	"github.com/redis/go-redis/v9"
)

// Load sends the scripts to every server behind the client that may run them:
// the masters of a cluster, and its replicas for scripts that only read when the
// client reads from replicas; all shards of a ring; the one server of any other
// client. It is optional, once at start-up: a call loads what it finds missing.
//
// All servers are tried; the error joins those of the servers that failed.
func Load(ctx context.Context, client Client, scripts ...*Script) error {
	client, _ = bare(client)
	client = direct(client)
	if err := checkBatchClient(client, "Load"); err != nil {
		return err
	}
	for i, s := range scripts {
		if s == nil {
			return fmt.Errorf("runtime.Load: scripts[%d] is nil; pass the scripts of the generated package", i)
		}
	}
	if len(scripts) == 0 {
		return nil
	}
	var failures failures
	onServer := func(list []*Script) func(context.Context, *redis.Client) error {
		return func(ctx context.Context, server *redis.Client) error {
			failures.add(loadOn(ctx, server, list))
			return nil
		}
	}
	var err error
	switch c := client.(type) {
	case clusterNodes:
		err = c.ForEachMaster(ctx, onServer(scripts))
		if reading := onlyReading(scripts); err == nil && len(reading) > 0 && servesFromReplicas(client) {
			err = c.ForEachSlave(ctx, onServer(reading))
		}
	case ringShards:
		err = c.ForEachShard(ctx, onServer(scripts))
	default:
		err = loadOn(ctx, client, scripts)
	}
	return errors.Join(err, failures.joined())
}

// loadOn sends the scripts to the one server behind a client.
func loadOn(ctx context.Context, client Client, scripts []*Script) error {
	for _, s := range scripts {
		sha, err := sendLoad(ctx, client, s, "")
		if err != nil {
			return fmt.Errorf("runtime.Load: %w", err)
		}
		if sha != s.SHA() {
			return fmt.Errorf("runtime.Load: %s: the server computes the SHA-1 %s for the script, the generated code says %s; generate the code again", s.Name(), sha, s.SHA())
		}
	}
	return nil
}

// sendLoad sends SCRIPT LOAD to the server that owns key and returns the SHA-1
// that it answers. An auto-pipelining face does not say which servers it has;
// its ScriptLoad goes to all of them.
func sendLoad(ctx context.Context, client Client, s *Script, key string) (string, error) {
	if face, ok := autoPipelining(client); ok {
		sha, err := face.ScriptLoad(ctx, s.Source()).Result()
		return sha, loadFailure(s, err)
	}
	cmd := newLoad(ctx, s, key)
	if err := process(ctx, client, cmd); err != nil {
		return "", loadFailure(s, err)
	}
	return string(wire.At(cmd.reply.bytes(), 0).Text), nil
}

// loadFailure is a ScriptError for an error reply: declared errors are for what
// the script does when it runs.
func loadFailure(s *Script, err error) error {
	if reply, ok := replyIn(err); ok {
		return core.NewScriptError(s, reply.Error(), err)
	}
	return err
}

func onlyReading(scripts []*Script) []*Script {
	var list []*Script
	for _, s := range scripts {
		if s.IsReadOnly() {
			list = append(list, s)
		}
	}
	return list
}

// failures gathers errors of servers that are asked at the same time.
type failures struct {
	mu   sync.Mutex
	list []error
}

func (f *failures) add(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err != nil {
		f.list = append(f.list, err)
	}
}

// joined is all errors as one, in an order that does not depend on who answered
// first.
func (f *failures) joined() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	slices.SortFunc(f.list, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
	return errors.Join(f.list...)
}
