// Package calls runs scripts in every way.
package calls

import (
	"context"
	"strings"

	redigo "github.com/gomodule/redigo/redis"
	radix3 "github.com/mediocregopher/radix/v3"
	radix4 "github.com/mediocregopher/radix/v4"
	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
	"github.com/valkey-io/valkey-go"

	"example.test/shop/other"
)

var one = redis.NewScript("return 1")

func goRedis(ctx context.Context, c *redis.Client, name string, args []any, n int) error {
	one.Run(ctx, c, []string{name}, n, "x")
	one.Run(ctx, c, nil, args...)
	one.Run(ctx, c, nil, args)
	keys := []string{"a", name}
	list := []any{n, 2}
	reply, err := one.Run(ctx, c, keys, list...).Result()
	if err != nil {
		return err
	}
	values := reply.([]any)
	if text, ok := values[1].(string); ok {
		_ = text
	}
	for _, value := range values {
		_ = value.(int64)
	}
	c.Do(ctx, "EVAL", "return 2", 1, name, n)
	sha, err := c.ScriptLoad(ctx, "return 3").Result()
	if err != nil {
		return err
	}
	if _, err := c.EvalSha(ctx, sha, keys).Int(); err != nil {
		return err
	}
	other.Run(ctx, c, "return 4", name).Text()
	return nil
}

// store has its scripts in fields.
type store struct {
	c    *redis.Client
	lock *redis.Script
	sha  string
}

func newStore(ctx context.Context, c *redis.Client) (*store, error) {
	s := &store{c: c, lock: redis.NewScript("return 5")}
	sha, err := c.ScriptLoad(ctx, "return 6").Result()
	s.sha = sha
	return s, err
}

func (s *store) use(ctx context.Context, name string) {
	s.lock.Run(ctx, s.c, []string{name})
	s.c.EvalSha(ctx, s.sha, []string{name})
	s.run(ctx, s.lock, name, 1, 2).Int()
	s.eval(ctx, "return 7", []string{"a", "b"}, []any{1, 2, 3})
	s.indirect(ctx, "return 8", "k")
}

// run hands a script on, with a prefix before the key.
func (s *store) run(ctx context.Context, script *redis.Script, name string, args ...any) *redis.Cmd {
	return script.Run(ctx, s.c, []string{"prefix:" + name, name}, args...)
}

// eval loads a script, and runs it by its SHA-1.
func (s *store) eval(ctx context.Context, src string, keys []string, args []any) (any, error) {
	sha, err := s.c.ScriptLoad(ctx, strings.TrimSpace(src)).Result()
	if err != nil {
		return nil, err
	}
	return s.c.EvalSha(ctx, sha, keys, args...).Result()
}

// indirect hands on to a function that hands on.
func (s *store) indirect(ctx context.Context, src, key string) {
	s.eval(ctx, src, []string{key}, nil)
}

var (
	counted   = redigo.NewScript(1, "return 10")
	uncounted = redigo.NewScript(-1, "return 11")
)

func byRedigo(ctx context.Context, conn redigo.Conn, name string, args redigo.Args) {
	_, _ = redigo.Int(counted.Do(conn, name, 1, 2))
	values, _ := redigo.Values(counted.DoContext(ctx, conn, name))
	_ = values[0].([]byte)
	_, _ = uncounted.Do(conn, 2, "a", "b", "c")
	_, _ = counted.Do(conn, args...)
	_ = counted.SendHash(conn, name)
	_, _ = redigo.String(conn.Do("EVAL", "return 12", 1, name, "x"))
	_ = conn.Send("EVAL", "return 13", "0")
	sha, _ := redigo.String(conn.Do("SCRIPT", "LOAD", "return 14"))
	_, _ = conn.Do("EVALSHA", sha, 0, 1)
	_, _ = conn.Do("EVALSHA", counted.Hash(), 0)
	_, _ = conn.Do("EVAL", redigo.Args{"return 15"}.Add(name)...)
}

var (
	lua    = rueidis.NewLuaScript("return 20")
	luaToo = valkey.NewLuaScriptReadOnly("return 21")
)

func byBuilders(ctx context.Context, r rueidis.Client, v valkey.Client, name string, args []string) {
	_, _ = lua.Exec(ctx, r, []string{name}, []string{"1", "2"}).ToInt64()
	_, _ = luaToo.Exec(ctx, v, []string{name}, args).AsStrSlice()
	_, _ = r.Do(ctx, r.B().Eval().Script("return 22").Numkeys(1).Key(name).Arg("a").Arg("b").Build()).ToString()
	_, _ = v.Do(ctx, v.B().Evalsha().Sha1("sha").Numkeys(2).Key("a", "b").Build()).ToBool()
	cmd := r.B().Eval().Script("return 23").Numkeys(1).Key(name).Arg(args...).Build()
	_ = r.Do(ctx, cmd).Error()
	r.Do(ctx, r.B().Arbitrary("EVAL", "return 24", "1").Keys(name).Args("x").Build())
	lua.ExecMulti(ctx, r, rueidis.LuaExec{Keys: []string{"a"}, Args: []string{"1", "2"}}, rueidis.LuaExec{Keys: []string{"b"}})
}

func byRadix(name string, args []any) {
	var n int
	radix3.NewEvalScript(1, "return 30").Cmd(&n, name, "x")
	radix3.NewEvalScript(2, "return 31").FlatCmd(&n, []string{"a", "b"}, 1, 2)
	radix4.NewEvalScript("return 32").Cmd(&n, []string{name}, "x", "y")
	radix4.NewEvalScript("return 33").FlatCmd(&n, []string{name}, args...)
	radix3.Cmd(&n, "EVAL", "return 34", "1", name, "x")
}

// command is the program's own type of a script.
type command struct {
	src, hash string
}

func newCommand(src string) *command { return &command{src: src} }

func (s *command) load(ctx context.Context, c *redis.Client) error {
	hash, err := c.ScriptLoad(ctx, s.src).Result()
	s.hash = hash
	return err
}

func (s *command) exec(ctx context.Context, c *redis.Client, keys []string, args ...any) *redis.Cmd {
	return c.EvalSha(ctx, s.hash, keys, args...)
}

func execute(ctx context.Context, c *redis.Client, s *command, key string) (any, error) {
	return s.exec(ctx, c, []string{key}, 1).Result()
}

var (
	made    = newCommand("return 40")
	written = &command{src: "return 41"}
)

func commands(ctx context.Context, c *redis.Client, s *store) {
	made.exec(ctx, c, []string{"a", "b"}, 1, 2)
	written.exec(ctx, c, nil)
	_, _ = execute(ctx, c, made, "a")
	s.bySHA(ctx, s.lockSHA, []string{"a"})
	bySHA(ctx, c, s.sha, "b")
}

func (s *store) lockSHA() string { return s.sha }

func (s *store) bySHA(ctx context.Context, sha func() string, keys []string) error {
	return s.c.EvalSha(ctx, sha(), keys).Err()
}

func bySHA(ctx context.Context, c *redis.Client, sha, key string) error {
	return c.EvalSha(ctx, sha, []string{key}).Err()
}

// One of several scripts.
var several = map[string]*redis.Script{
	"a": redis.NewScript("return 50"),
	"b": redis.NewScript("return 51"),
}

func chosen(ctx context.Context, c *redis.Client, name string, cold bool) {
	several[name].Run(ctx, c, nil)
	several["b"].Run(ctx, c, nil)
	either := one
	if cold {
		either = several["a"]
	}
	either.Run(ctx, c, nil)
	src := "return 52"
	if cold {
		src = "return 53"
	}
	c.Eval(ctx, src, nil)
}
