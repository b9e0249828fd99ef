package scripttest

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/scripttest/cover"
	"github.com/luagen/luagen/scripttest/session"
)

// Coverage counts what runs of scripts. The zero Coverage counts nothing yet. It may be used by
// several tests at once.
type Coverage struct {
	collector cover.Collector

	mu       sync.Mutex
	counting map[*cover.Session]bool // those of clients whose tests have not ended
	failed   error                   // the first failure to read counters, not yet told
}

// Cover counts what a client runs of the scripts in a folder until the test ends, and logs then
// how much that was. The client is one of a server of Start, and what is counted are the calls by
// EVALSHA, as generated code makes them, in pipelines too: they become calls of functions that
// reply the same. It needs Redis 7.0 or Valkey.
//
// Calls that are under way while the Coverage is read may be missing in it.
func Cover(tb testing.TB, s *Server, client *redis.Client, folder string) *Coverage {
	tb.Helper()
	c := &Coverage{}
	tb.Cleanup(func() { // after that of Count, which is set later
		var b strings.Builder
		if err := cover.Summary(&b, c.read()); err != nil {
			tb.Error(err)
		}
		tb.Logf("\n%s%s", b.String(), strings.Join(c.Missed(), "\n"))
	})
	c.Count(tb, s, client, folder)
	return c
}

// Count is Cover for a Coverage that counts more than one test.
func (c *Coverage) Count(tb testing.TB, s *Server, client *redis.Client, folder string) {
	tb.Helper()
	scripts, err := readScripts("")
	if err != nil {
		tb.Fatal(err)
	}
	conn, err := s.server.Dial(context.Background(), 2)
	if err != nil {
		tb.Fatal(err)
	}
	counts := c.collector.Begin(s.server, conn)
	hook := counting{}
	err = scripts.Each(filepath.FromSlash(folder), func(script *session.Script) {
		sha, why, err := counts.Prepare(script.Script)
		switch {
		case err != nil:
			tb.Error(err)
		case why != "":
			tb.Logf("%s is not counted: %s", script.File, why)
		default:
			hook[sha] = true
		}
	})
	if err != nil {
		tb.Fatal(err)
	}
	client.AddHook(hook)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counting == nil {
		c.counting = map[*cover.Session]bool{}
	}
	c.counting[counts] = true
	tb.Cleanup(func() {
		c.read()
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.counting, counts)
		conn.Close()
		if c.failed != nil {
			tb.Errorf("what ran of the scripts is lost: %v", c.failed)
			c.failed = nil
		}
	})
}

// read collects what clients have run so far.
func (c *Coverage) read() []cover.File {
	c.mu.Lock()
	defer c.mu.Unlock()
	for s := range c.counting {
		if err := s.End(); err != nil && c.failed == nil {
			c.failed = err
		}
	}
	return c.collector.Files()
}

// add makes the scripts beside cases part of what is covered.
func (c *Coverage) add(scripts *session.Scripts, cases []string) error {
	folders := map[string]bool{}
	for _, name := range cases {
		folders[filepath.Dir(name)] = true
	}
	for folder := range folders {
		if err := scripts.Each(folder, func(s *session.Script) { c.collector.Add(s.Script) }); err != nil {
			return err
		}
	}
	return nil
}

// Lines returns how many lines of the scripts ran, and how many there are.
func (c *Coverage) Lines() (ran, all int) { return c.total((*cover.File).Lines) }

// Branches returns how many outcomes of decisions came, and how many there are: two for each
// condition, loop, and left side of and or or.
func (c *Coverage) Branches() (came, all int) { return c.total((*cover.File).Branches) }

func (c *Coverage) total(of func(*cover.File) cover.Ratio) (covered, all int) {
	files := c.read()
	for i := range files {
		r := of(&files[i])
		covered, all = covered+r.Covered, all+r.All
	}
	return covered, all
}

// Missed tells, in order, what did not run: "scripts/reserve.lua:12: left < units was never true".
func (c *Coverage) Missed() []string {
	var missed []string
	files := c.read()
	for i := range files {
		missed = append(missed, files[i].Missed()...)
	}
	return missed
}

// WriteProfile writes what ran to a file for "go tool cover -html".
func (c *Coverage) WriteProfile(file string) error {
	return writeTo(file, func(w io.Writer) error {
		return cover.Profile(w, c.read(), func(name string) []byte {
			text, _ := os.ReadFile(filepath.FromSlash(name)) // gone: without what is made up for at its end
			return text
		})
	})
}

// WriteLCOV writes what ran to a file for genhtml and the services that read lcov.
func (c *Coverage) WriteLCOV(file string) error {
	return writeTo(file, func(w io.Writer) error { return cover.LCOV(w, c.read()) })
}

func writeTo(file string, write func(io.Writer) error) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		_ = f.Close()
		return fmt.Errorf("%s: %w", file, err)
	}
	return f.Close()
}

// counting is a hook that calls the functions that count in the place of scripts, by SHA-1.
type counting map[string]bool

// DialHook implements redis.Hook.
func (counting) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

// ProcessHook implements redis.Hook.
func (c counting) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		c.rewrite(cmd)
		return next(ctx, cmd)
	}
}

// ProcessPipelineHook implements redis.Hook.
func (c counting) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		for _, cmd := range cmds {
			c.rewrite(cmd)
		}
		return next(ctx, cmds)
	}
}

// rewrite makes EVALSHA of a counted script FCALL of its function, which has the same name.
func (c counting) rewrite(cmd redis.Cmder) {
	args := cmd.Args()
	if len(args) < 3 {
		return
	}
	name, _ := args[0].(string)
	sha, _ := args[1].(string)
	if !c[sha] {
		return
	}
	switch strings.ToLower(name) {
	case "evalsha":
		args[0] = "fcall"
	case "evalsha_ro":
		args[0] = "fcall_ro"
	}
}
