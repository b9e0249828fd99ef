package cover

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/scripttest/server"
)

// Way is how a script is counted.
type Way int

// The ways, the fastest first.
const (
	Counters   Way = iota // in a function
	Debugger              // by a copy in the debugger, which tells each count
	Stepping              // by the lines of the script itself; without decisions
	NotCounted            // not at all
)

// Collector collects what ran of scripts. It may be used by several goroutines.
type Collector struct {
	fastest Way // that may be used

	mu      sync.Mutex
	scripts map[string]*covered // by their files
}

// covered is what is known of one script.
type covered struct {
	plan   *plan
	sha    string
	counts []int64 // by the plan's counters
	calls  int64
	way    Way
	why    string // why the way is not Counters; empty when it is
}

// Add makes a script part of the report, whether it is called or not.
func (c *Collector) Add(s *parser.Script) { c.script(s) }

func (c *Collector) script(s *parser.Script) *covered {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.scripts[s.File]; known != nil {
		return known
	}
	p := planOf(s)
	sum := sha1.Sum(s.Text)
	known := &covered{plan: p, sha: hex.EncodeToString(sum[:]), counts: make([]int64, p.counters)}
	if c.scripts == nil {
		c.scripts = map[string]*covered{}
	}
	c.scripts[s.File] = known
	return known
}

// Session collects from one connection to one server.
type Session struct {
	collector *Collector
	server    *server.Server
	conn      *server.Conn
	called    []*covered
	without   bool // scripts may not run as functions
}

// Begin begins a session.
func (c *Collector) Begin(s *server.Server, conn *server.Conn) *Session {
	return &Session{collector: c, server: s, conn: conn}
}

// NoFunctions keeps the session's scripts from running as functions: the case changes the
// server in a way that those would feel, such as the limit of its memory.
func (s *Session) NoFunctions() { s.without = true }

// Call sends a command that calls a script, counted. before is Lua that goes before the script.
// Other commands are sent as they are.
func (s *Session) Call(ctx context.Context, script *parser.Script, before string, args []string) (resp.Value, error) {
	name := strings.ToLower(args[0])
	if len(args) < 3 || name != "evalsha" && name != "evalsha_ro" {
		return s.conn.Do(args...)
	}
	k := s.collector.script(script)
	if !slices.Contains(s.called, k) {
		s.called = append(s.called, k)
	}
	way, why, err := s.choose(k, before)
	if err != nil {
		return resp.Value{}, err
	}
	if way == Counters {
		s.collector.note(k, Counters, "")
		args[0] = map[string]string{"evalsha": "FCALL", "evalsha_ro": "FCALL_RO"}[name]
		args[1] = k.sha
		return s.conn.Do(args...)
	}
	return s.debugged(ctx, k, before, way, why, name == "evalsha_ro", args[2:])
}

// choose finds the way to count a script here, and makes ready for it.
func (s *Session) choose(k *covered, before string) (Way, string, error) {
	if s.collector.fastest > Counters {
		return s.collector.fastest, "a faster way is not wanted", nil
	}
	if s.without {
		return Debugger, "the case changes the server's configuration", nil
	}
	if why := k.plan.unfit(s.server); why != "" {
		return Debugger, why, nil
	}
	if loaded, ok := s.server.Libraries[libraryName(k.sha)]; ok && loaded == before {
		return Counters, "", nil
	}
	if err := s.read(k); err != nil {
		return 0, "", err
	}
	// Variables of its own may be more than Lua's compiler allows a script.
	why, err := s.load(k, before, mostVariables)
	if why != "" && err == nil {
		why, err = s.load(k, before, 0)
	}
	if why != "" || err != nil {
		return Debugger, why, err
	}
	if s.server.Libraries == nil {
		s.server.Libraries = map[string]string{}
	}
	s.server.Libraries[libraryName(k.sha)] = before
	return Counters, "", nil
}

// load puts the function of a script on the server, and says why the server will not have it;
// empty when it has.
func (s *Session) load(k *covered, before string, variables int) (string, error) {
	v, err := s.conn.Do("FUNCTION", "LOAD", "REPLACE", k.plan.library(k.sha, before, variables))
	if err != nil {
		return "", err
	}
	if v.Kind == '-' {
		return "the server refuses the function: " + v.Text, nil
	}
	if v, err = s.conn.Do("FCALL", "luagen_compile_"+k.sha, "0"); err != nil {
		return "", err
	}
	if v.Text != "compiled" {
		return "the function does not compile: " + v.Text, nil
	}
	return "", nil
}

// End collects what the session's functions have counted.
func (s *Session) End() error {
	for _, k := range s.called {
		if err := s.read(k); err != nil {
			return err
		}
	}
	return nil
}

// read takes the counts of a script's function.
func (s *Session) read(k *covered) error {
	if _, loaded := s.server.Libraries[libraryName(k.sha)]; !loaded {
		return nil
	}
	v, err := s.conn.Do("FCALL", "luagen_read_"+k.sha, "0")
	if err != nil {
		return err
	}
	if v.Kind == '-' {
		return fmt.Errorf("the counters of %s are lost: %s", k.plan.script.File, v.Text)
	}
	list, err := numbers(v)
	if err != nil {
		return err
	}
	return s.collector.count(k, list)
}

// count adds counts to those of a script.
func (c *Collector) count(k *covered, list []int64) error {
	if len(list) != len(k.counts) {
		return errors.New("the counters of " + k.plan.script.File + " are those of another script")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, n := range list {
		k.counts[i] += n
	}
	return nil
}

// note keeps how a script was counted: the slowest way, and why.
func (c *Collector) note(k *covered, w Way, why string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k.calls++
	if w > k.way {
		k.way, k.why = w, why
	}
}

// Prepare makes the server ready to count a script that is called by others than the session:
// by FCALL, or FCALL_RO, of its SHA-1 in the place of EVALSHA. It returns the SHA-1, and why
// the script cannot be counted so; empty when it can. End collects the counts.
func (s *Session) Prepare(script *parser.Script) (sha, why string, err error) {
	k := s.collector.script(script)
	way, why, err := s.choose(k, "")
	if err != nil {
		return "", "", err
	}
	if way != Counters {
		s.collector.note(k, NotCounted, why)
		return k.sha, why, nil
	}
	if !slices.Contains(s.called, k) {
		s.called = append(s.called, k)
	}
	return k.sha, "", nil
}
