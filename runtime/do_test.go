package runtime

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

var errLow = errors.New("too low")

// Commands run among calls, in order with those that share a key, whether or not the
// scripts are there.
func TestDo(t *testing.T) {
	ctx := context.Background()
	server := redistest.Start(t)
	admin := connect(t, server.Addr)
	clients := faces(t, server.Addr)
	for name, client := range others(connect(t, server.Addr)) {
		clients["of "+name] = client
	}
	for name, client := range clients {
		testDo(t, name, client, func() { admin.ScriptFlush(ctx) }, "{"+name+"}")
	}
}

// testDo sends the same as a pipeline and as a transaction, with the keys of a tag.
func testDo(t *testing.T, name string, client Client, flush func(), tag string) {
	t.Helper()
	ctx := context.Background()
	push := script("push.lua", "return redis.call('RPUSH', KEYS[1], ARGV[1]) -- "+name)
	length := script("length.lua", "return redis.call('LLEN', KEYS[1]) -- "+name)
	for way, send := range map[string]func(context.Context, Client, ...Command) error{"Pipeline": Pipeline, "Tx": Tx} {
		_, single := client.(scripterClient)
		if e, ok := client.(evalClient); ok {
			_, single = e.Client.(scripterClient)
		}
		if single {
			bare, _ := bare(client)
			if _, ok := pipesOf(bare); !ok {
				continue // which sends calls alone
			}
		}
		flush()
		key, other := tag+way, tag+way+"other"
		first, third := call(push, (*Decoder).Int, []string{key}, "a"), call(push, (*Decoder).Int, []string{key}, "c")
		second := redis.NewIntCmd(ctx, "rpush", key, "b")
		missing := redis.NewStringCmd(ctx, "get", other)
		wrong := redis.NewStringCmd(ctx, "get", key)
		set := redis.NewStatusCmd(ctx, "set", other, "b", "px", 60_000)
		size := call(length, (*Decoder).Int, []string{key})
		list := redis.NewStringSliceCmd(ctx, "lrange", key, 0, -1)
		err := send(ctx, client, first, Do(second), third, Do(missing), Do(set), size, Do(list))
		a, _ := first.Result()
		c, _ := third.Result()
		n, _ := size.Result()
		got := strings.TrimSpace(fmt.Sprintln(a, second.Val(), c, missing.Err(), set.Val(), n, list.Val(), err))
		if want := "1 2 3 redis: nil OK 3 [a b c] <nil>"; got != want {
			t.Errorf("%s, %s: got %s, want %s", name, way, got, want)
		}
		fourth := call(push, (*Decoder).Int, []string{key}, "d")
		err = send(ctx, client, Do(wrong), fourth)
		if d, err2 := fourth.Result(); d != 4 || err2 != nil || !redis.HasErrorPrefix(err, "WRONGTYPE") || err != wrong.Err() {
			t.Errorf("%s, %s: a command that fails: %d, %v; %v, %v", name, way, d, err2, err, wrong.Err())
		}
	}
}

func testClusterDo(t *testing.T, cluster *redistest.Cluster) {
	ctx := context.Background()
	for name, client := range clusterFaces(t, cluster) {
		flush := func() {
			for _, node := range cluster.Nodes {
				connect(t, node.Addr).ScriptFlush(ctx)
			}
		}
		testDo(t, name, client, flush, "{do "+name+"}")

		far := redis.NewIntCmd(ctx, "incr", "{far}"+name)
		near := call(script("near.lua", "return redis.call('INCR', KEYS[1])"), (*Decoder).Int, []string{"{near}" + name})
		if err := Tx(ctx, client, near, Do(far)); !errors.Is(err, redis.ErrCrossSlot) {
			t.Errorf("%s: a command in another slot: %v", name, err)
		}
		if _, err := near.Result(); err == nil || connect(t, cluster.Master("{near}").Addr).Get(ctx, "{near}"+name).Val() != "" {
			t.Errorf("%s: a part of a transaction has run", name)
		}
		near = call(script("near.lua", "return redis.call('INCR', KEYS[1])"), (*Decoder).Int, []string{"{near}" + name})
		far = redis.NewIntCmd(ctx, "incr", "{far}"+name)
		if err := Pipeline(ctx, client, near, Do(far)); err != nil || far.Val() != 1 {
			t.Errorf("%s: a pipeline over two slots: %d, %v", name, far.Val(), err)
		}
	}
}

// A transaction on a connection with WATCH in force stands under it.
func TestDoWatched(t *testing.T) {
	ctx := context.Background()
	server := redistest.Start(t)
	client := connect(t, server.Addr)
	for _, change := range []bool{false, true} {
		incr := call(script("incr.lua", "return redis.call('INCR', KEYS[1])"), (*Decoder).Int, []string{"n"})
		set := redis.NewStatusCmd(ctx, "set", "done", fmt.Sprint(change), "get")
		err := client.Watch(ctx, func(tx *redis.Tx) error {
			if change {
				client.Set(ctx, "watched", 1, 0)
			}
			return Tx(ctx, tx, incr, Do(set))
		}, "watched")
		if errors.Is(err, redis.TxFailedErr) != change || !change && err != nil {
			t.Errorf("change %v: %v", change, err)
		}
	}
	if n, done := client.Get(ctx, "n").Val(), client.Get(ctx, "done").Val(); n != "1" || done != "false" {
		t.Errorf("got %s, %s", n, done)
	}
}

// Where the server refuses MULTI, nothing of a transaction runs.
func TestDoWithoutMulti(t *testing.T) {
	ctx := context.Background()
	server := redistest.Start(t)
	admin := connect(t, server.Addr)
	if err := admin.Do(ctx, "ACL", "SETUSER", "single", "on", "nopass", "~*", "+@all", "-multi").Err(); err != nil {
		t.Fatal(err)
	}
	for name, client := range faces(t, server.Addr, func(o *redis.Options) { o.Username, o.Password = "single", "x" }) {
		if isConn(name) {
			continue // on which nothing is tried before
		}
		incr := call(script("incr.lua", "return redis.call('INCR', KEYS[1])"), (*Decoder).Int, []string{"n"})
		err := Tx(ctx, client, incr, Do(redis.NewIntCmd(ctx, "incr", "n")))
		if err == nil || admin.Exists(ctx, "n").Val() != 0 {
			t.Errorf("%s: n is %s, %v", name, admin.Get(ctx, "n").Val(), err)
		}
	}
}

// go-redis sends a pipeline again unless a call in it may have run, and no transaction.
func TestDoSentAgain(t *testing.T) {
	const loading = "-LOADING Redis is loading the dataset in memory\r\n"
	s := script("t.lua", "return 7")
	a := func() Command { return call(s, (*Decoder).Int, []string{"a"}) }
	b := func() Command { return Do(redis.NewIntCmd(t.Context(), "incr", "b")) }
	for name, test := range map[string]struct {
		send  func(context.Context, Client, ...Command) error
		batch []Command
		at    string // the command that gets the answer
		once  string // the answer, at first
		want  string // what the server gets
	}{
		"alone":                      {Pipeline, []Command{b()}, "incr", hangUp, "incr incr"},
		"behind a call":              {Pipeline, []Command{a(), b()}, "incr", hangUp, "evalsha incr"},
		"before a call":              {Pipeline, []Command{b(), a()}, "evalsha", hangUp, "incr evalsha"},
		"behind a call, refused":     {Pipeline, []Command{a(), b()}, "evalsha", loading, "evalsha incr evalsha incr"},
		"before a call, refused":     {Pipeline, []Command{b(), a()}, "evalsha", loading, "incr evalsha"},
		"refused before a call":      {Pipeline, []Command{b(), a()}, "incr", loading, "incr evalsha"},
		"between calls, one refused": {Pipeline, []Command{a(), b(), call(s, (*Decoder).Int, []string{"c"})}, "evalsha", loading, "evalsha incr evalsha"},
		"Tx":                         {Tx, []Command{b()}, "exec", hangUp, "multi exec multi incr exec"},
		"Tx with a call":             {Tx, []Command{b(), call(s, (*Decoder).Int, []string{"b"})}, "exec", hangUp, "multi exec multi incr eval exec"},
	} {
		var words []string
		queued, answered := -1, false
		server := &canned{reply: func(w []string) string {
			words = append(words, w[0])
			switch {
			case w[0] == "multi":
				queued = 0
				return "+OK\r\n"
			case w[0] == "exec" && queued == 0: // whether it is allowed is tried first
				return "*0\r\n"
			case w[0] == test.at && !answered:
				answered = true
				return test.once
			case queued >= 0:
				queued++
				return "+QUEUED\r\n"
			}
			return ":7\r\n"
		}}
		err := test.send(t.Context(), server.client(t, 2), test.batch...)
		if got := strings.Join(words, " "); got != test.want {
			t.Errorf("%s: sent %s, want %s; error %v", name, got, test.want, err)
		}
	}
}

func TestDoRefused(t *testing.T) {
	ctx := context.Background()
	server := redistest.Start(t)
	client := connect(t, server.Addr)
	for want, c := range map[string]Command{
		"multi: runtime.Do takes no commands of transactions; use runtime.Tx": Do(redis.NewStatusCmd(ctx, "MULTI")),
		"calls[1] is nil; pass what the generated Call functions return":      Do(nil),
	} {
		incr := redis.NewIntCmd(ctx, "incr", "n")
		wantText(t, Pipeline(ctx, client, Do(incr), c), want)
	}
	incr := Do(redis.NewIntCmd(ctx, "incr", "n"))
	if err := Pipeline(ctx, client, incr); err != nil {
		t.Fatal(err)
	}
	wantText(t, Tx(ctx, client, incr), "incr: the command was sent before; make a new one for each time")
	if n := client.Get(ctx, "n").Val(); n != "1" {
		t.Errorf("n is %s", n)
	}
	closed := connect(t, server.Addr)
	closed.Close()
	get := redis.NewStringCmd(ctx, "get", "n")
	if err := Tx(ctx, closed, Do(get)); !errors.Is(err, redis.ErrClosed) || !errors.Is(get.Err(), redis.ErrClosed) {
		t.Errorf("a closed client: %v, %v", err, get.Err())
	}
}

// A batch of which only declared errors came says so; any failure comes before them.
func TestDeclaredInBatch(t *testing.T) {
	ctx := context.Background()
	server := redistest.Start(t)
	client := connect(t, server.Addr)
	low := script("low.lua", "return -1", OnInt(-1, errLow))
	for way, send := range map[string]func(context.Context, Client, ...Command) error{"Pipeline": Pipeline, "Tx": Tx} {
		fine := func() Command { return call(script("one.lua", "return 1"), (*Decoder).Int, nil) }
		declared := func() Command { return call(low, (*Decoder).Int, nil) }
		err := send(ctx, client, fine(), declared(), fine())
		d, ok := asType[*DeclaredError](err)
		if !ok || d.Script != "low.lua" || d.Err != errLow || !errors.Is(err, errLow) {
			t.Errorf("%s: %v", way, err)
		}
		wantText(t, err, "low.lua: too low")
		err = send(ctx, client, declared(), call(script("bad.lua", "return 'x'"), (*Decoder).Int, nil))
		if _, ok := asType[*DecodeError](err); !ok {
			t.Errorf("%s: %v", way, err)
		}
	}
}

// A transaction with commands follows its slot, whole.
func testDoMoved(t *testing.T, cluster *redistest.Cluster) {
	ctx := context.Background()
	for name, client := range clusterFaces(t, cluster) {
		tag := "{do moves " + name + "}"
		incr := script("incr.lua", "return redis.call('INCR', KEYS[1]) -- "+name)
		send := func(ctx context.Context) error {
			return Tx(ctx, client, call(incr, (*Decoder).Int, []string{tag + "a"}), Do(redis.NewIntCmd(ctx, "incr", tag+"b")))
		}
		want := func(when, a, b string) {
			if a != b {
				t.Errorf("%s, %s: a part has run: %s, %s", name, when, a, b)
			}
		}
		if err := send(ctx); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		m := beginMove(t, cluster, tag)
		m.key(tag + "b")
		short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
		err := send(short)
		cancel()
		if err == nil {
			t.Errorf("%s: a transaction over half of a slot has run", name)
		}
		want("half", m.from.Get(ctx, tag+"a").Val(), m.asking(tag+"b"))
		m.key(tag + "a")
		if err := send(ctx); err != nil {
			t.Errorf("%s, all keys have moved: %v", name, err)
		}
		m.end()
		if err := send(ctx); err != nil {
			t.Errorf("%s, the slot has moved: %v", name, err)
		}
		want("moved", m.to.Get(ctx, tag+"a").Val(), m.to.Get(ctx, tag+"b").Val())
		want("in all", m.to.Get(ctx, tag+"a").Val(), "3")
	}
}
