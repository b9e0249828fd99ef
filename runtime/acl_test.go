package runtime

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// aclRules are users to whom something is refused, and what comes of calls on keys
// that begin with "{mine}": NOPERM for nothing that can do without.
var aclRules = []struct {
	name     string
	rules    []string
	run      string // the code of the error of a call; empty for none
	pipeline string // the same in Pipeline, of calls of one script that share a key
	mixed    string // and of several scripts
	tx       string // and in Tx, of one script
	onConn   string // and of a batch on a connection that may have WATCH in force, where the body travels
	reads    string // and of a call that only reads
}{
	{name: "nothing", rules: []string{"+@all"}},
	{name: "MULTI", rules: []string{"+@all", "-multi"}, tx: "NOPERM"},
	{name: "EXEC", rules: []string{"+@all", "-exec"}, tx: "NOPERM"},
	{name: "both", rules: []string{"+@all", "-multi", "-exec"}, tx: "NOPERM"},
	{name: "DISCARD and EXEC", rules: []string{"+@all", "-exec", "-discard"}, tx: "NOPERM"},
	{name: "transactions", rules: []string{"+@read", "+@write", "+@scripting", "+cluster", "+command", "+readonly"}, tx: "NOPERM"},
	{name: "EVAL", rules: []string{"+@all", "-eval"}, onConn: "NOPERM"},
	{name: "EVALSHA", rules: []string{"+@all", "-evalsha"}, run: "NOPERM", pipeline: "NOPERM", mixed: "NOPERM", tx: "NOPERM"},
	{name: "EVALSHA_RO", rules: []string{"+@all", "-evalsha_ro"}, reads: "NOPERM"},
	{name: "SCRIPT LOAD", rules: []string{"+@all", "-script|load"}},
	{name: "SCRIPT", rules: []string{"+@all", "-script"}},
}

func setUser(t *testing.T, rules []string, admins ...*redis.Client) {
	t.Helper()
	words := []any{"ACL", "SETUSER", "limited", "reset", "on", ">secret", "~{mine}*"}
	for _, rule := range rules {
		words = append(words, rule)
	}
	for _, admin := range admins {
		if err := admin.Do(context.Background(), words...).Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever is refused to the user: a call that is refused has not run, one that ran has
// its own reply, of a transaction all ran or none, and nothing is left on a connection.
func TestACL(t *testing.T) {
	server := redistest.Start(t)
	if server.Before("7.0") {
		t.Skip("the server has no EVALSHA_RO and no rules for subcommands")
	}
	admin := connect(t, server.Addr)
	for _, protocol := range []int{2, 3} {
		testACL(t, fmt.Sprint("RESP", protocol), admin, []*redis.Client{admin}, func() map[string]Client {
			return faces(t, server.Addr, func(o *redis.Options) {
				o.Protocol, o.Username, o.Password = protocol, "limited", "secret"
			})
		})
	}
}

func testClusterACL(t *testing.T, cluster *redistest.Cluster) {
	if cluster.Nodes[0].Before("7.0") {
		t.Skip("the server has no EVALSHA_RO and no rules for subcommands")
	}
	var admins []*redis.Client
	for _, node := range cluster.Nodes {
		admins = append(admins, connect(t, node.Addr))
	}
	testACL(t, "cluster", cluster.Client(nil), admins, func() map[string]Client {
		return clusterFaces(t, cluster, func(o *redis.ClusterOptions) { o.Username, o.Password = "limited", "secret" })
	})
}

const tagSource = "redis.call('INCR', KEYS[1]) return ARGV[1]"

func testACL(t *testing.T, where string, admin redis.UniversalClient, admins []*redis.Client, connect func() map[string]Client) {
	ctx := context.Background()
	setUser(t, []string{"+@all"}, admins...)
	live := connect() // their users lose rights while they are connected
	read := script("read.lua", "return ARGV[1]", ReadOnly())
	tag, other := script("tag.lua", tagSource), script("other.lua", tagSource+" -- other")
	for _, rule := range aclRules {
		setUser(t, rule.rules, admins...)
		for state, clients := range map[string]map[string]Client{"connected before": live, "connected now": connect()} {
			for face, client := range clients {
				for _, loaded := range []bool{true, false} {
					name := fmt.Sprintf("%s, %s refused, %s, %s, loaded %v", where, rule.name, state, face, loaded)
					m := matrix{t: t, name: name, admin: admin, client: client, prefix: "{mine}" + name}
					prepare := func() {
						t.Helper()
						if err := admin.ScriptFlush(ctx).Err(); err != nil {
							t.Fatal(err)
						}
						if loaded {
							if err := Load(ctx, admin, tag, other, read); err != nil {
								t.Fatal(err)
							}
						}
					}
					prepare()
					pipeline, mixed, tx := rule.pipeline, rule.mixed, rule.tx
					if rule.onConn != "" && holdsState(client) {
						pipeline, mixed, tx = rule.onConn, rule.onConn, rule.onConn
					}
					m.run(tag, rule.run)
					m.run(read, rule.reads)
					m.batch("Pipeline", Pipeline, pipeline, rule.pipeline, tag, tag, tag)
					prepare()
					m.batch("mixed Pipeline", Pipeline, mixed, rule.run, tag, other, tag, other)
					prepare()
					m.batch("Tx", Tx, tx, rule.tx, tag, tag, tag)
					m.run(tag, rule.run)
					m.foreign(tag, other)
					m.run(tag, rule.run)
				}
			}
		}
	}
}

// matrix is one client of a user, for calls each of which counts on a key.
type matrix struct {
	t            *testing.T
	name, prefix string
	admin        redis.UniversalClient
	client       Client
	made         int
}

func (m *matrix) next() string { m.made++; return fmt.Sprint(m.prefix, " ", m.made) }

// want checks that an error has a code, or is none.
func (m *matrix) want(what string, err error, code string) {
	m.t.Helper()
	e, ok := asType[*ScriptError](err)
	if code == "" && err != nil || code != "" && (!ok || e.Code != code) {
		m.t.Errorf("%s: %s: %v, want %q", m.name, what, err, code)
	}
}

// ran checks how often a key was counted.
func (m *matrix) ran(what, key string, times int) {
	m.t.Helper()
	if n, err := m.admin.Get(context.Background(), key).Int(); n != times || err != nil && !errors.Is(err, redis.Nil) {
		m.t.Errorf("%s: %s: ran %d times, want %d: %v", m.name, what, n, times, err)
	}
}

func (m *matrix) run(s *Script, code string) {
	m.t.Helper()
	key := m.next()
	got, err := Run(context.Background(), m.client, call(s, (*Decoder).String, []string{key}, key))
	m.want("Run", err, code)
	times := 1
	if err != nil || s.IsReadOnly() {
		times = 0
	}
	if err == nil && got != key {
		m.t.Errorf("%s: Run got %q, want %q", m.name, got, key)
	}
	m.ran("Run", key, times)
}

// batch sends calls of scripts, which share one key beside their own, and checks the
// error of the batch and that each call has run if it says so. last is the code of the
// last call.
func (m *matrix) batch(what string, send func(context.Context, Client, ...Command) error, code, last string, scripts ...*Script) {
	m.t.Helper()
	shared := m.next()
	var calls []Command
	var typed []*Call[string]
	var keys []string
	for _, s := range scripts {
		key := m.next()
		c := call(s, (*Decoder).String, []string{key, shared}, key)
		calls, typed, keys = append(calls, c), append(typed, c), append(keys, key)
	}
	m.want(what, send(context.Background(), m.client, calls...), code)
	for i, c := range typed {
		got, err := c.Result()
		times := 1
		if err != nil {
			times = 0
			if e, ok := asType[*ScriptError](err); !ok || e.Code != "NOPERM" && e.Code != "EXECABORT" {
				m.t.Errorf("%s: %s: call %d: %v", m.name, what, i, err)
			}
		} else if got != keys[i] {
			m.t.Errorf("%s: %s: call %d got %q, want %q", m.name, what, i, got, keys[i])
		}
		m.ran(fmt.Sprint(what, " ", i), keys[i], times)
		if i == len(typed)-1 && (code == last || what != "Tx") {
			m.want(what+"'s last call", err, last)
		}
	}
}

// foreign sends batches of which one call has a key that the user may not touch.
func (m *matrix) foreign(s, other *Script) {
	m.t.Helper()
	ctx := context.Background()
	for what, send := range batches {
		shared, own, after := m.next(), m.next(), m.next()
		theirs := "{mine}"[1:5] + "{mine}" + m.next() // of the same slot
		first := call(s, (*Decoder).String, []string{own, shared}, own)
		second := call(other, (*Decoder).String, []string{theirs, shared}, theirs)
		third := call(s, (*Decoder).String, []string{after, shared}, after)
		m.want(what, send(ctx, m.client, first, second, third), "NOPERM")
		_, err := second.Result()
		m.want(what+" of a foreign key", err, "NOPERM")
		m.ran(what+" of a foreign key", theirs, 0)
		for key, c := range map[string]*Call[string]{own: first, after: third} {
			got, err := c.Result()
			times := 1
			if err != nil {
				times = 0
			} else if got != key || what == "Tx" {
				m.t.Errorf("%s: %s beside a foreign key: got %q, want %q", m.name, what, got, key)
			}
			m.ran(what+" beside a foreign key", key, times)
		}
	}
}
