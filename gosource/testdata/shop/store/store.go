// Package store has a script in every form.
package store

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"strings"

	old "github.com/go-redis/redis/v8"
	redigo "github.com/gomodule/redigo/redis"
	radix3 "github.com/mediocregopher/radix/v3"
	radix4 "github.com/mediocregopher/radix/v4"
	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"
	"github.com/valkey-io/valkey-go"

	"example.test/shop/other"
)

//go:embed lua/embedded.lua
var embedded string

const prelude = "local key = KEYS[1]\n"

const (
	take = prelude +
		"local n = redis.call(\"DECR\", key)\n" +
		`return n
`
	counter = "stock:"
)

var scripts = map[string]*redis.Script{
	"get": redis.NewScript(`return redis.call('GET', KEYS[1])`),
}

var trimmed = redis.NewScript(strings.TrimSpace(`
	return redis.call('DEL', KEYS[1])
`))

var lines = redis.NewScript(strings.Join([]string{
	"local n = 1",
	"return n",
}, "\n"))

var prefixed = redis.NewScript(fmt.Sprintf(`return redis.call('GET', '%s' .. KEYS[1]) -- 100%%`, counter))

func templates(limit int, name string) {
	redis.NewScript(fmt.Sprintf(`
local n = redis.call('GET', KEYS[1])
if n > %d then return '%5s' end`, limit, name))
	redis.NewScript("return redis.call('GET', '" + name + "')")
}

// evaler is a narrow interface of the program's own.
type evaler interface {
	Eval(ctx context.Context, script string, keys []string, args ...any) *redis.Cmd
}

type db struct{ c *redis.Client }

// exec hands a script on, through another function.
func (d db) exec(ctx context.Context, src string, keys ...string) *redis.Cmd {
	return run(ctx, d.c, strings.TrimSpace(src), keys)
}

func run(ctx context.Context, c evaler, script string, keys []string) *redis.Cmd {
	return c.Eval(ctx, script, keys)
}

func goRedis(ctx context.Context, c *redis.Client, v8 *old.Client, d db) {
	c.Eval(ctx, take, []string{"a"}, 1)
	c.EvalRO(ctx, "return 1", nil)
	c.ScriptLoad(ctx, embedded)
	c.Do(ctx, "EVAL", "return 2", 0)
	c.Do(ctx, "script", "load", "return 3")
	c.Do(ctx, "GET", "EVALUATED")
	v8.Eval(ctx, "return\t4", nil)
	d.exec(ctx, "return 5 ")
	other.Run(ctx, c, other.Touch, "a")
	local := "return 6"
	redis.NewScriptServerSHA(local)
}

func others(r rueidis.Client, v valkey.Client, conn redigo.Conn) {
	rueidis.NewLuaScript("return 10")
	r.B().Eval().Script("return 11").Numkeys(0)
	valkey.NewLuaScriptReadOnly("return 12")
	v.B().ScriptLoad().Script("return 13")
	redigo.NewScript(1, "return 14")
	_, _ = conn.Do("EVAL", "return 15", 0)
	_ = conn.Send("SCRIPT", "LOAD", "return 16")
	radix3.NewEvalScript(1, "return 17")
	radix3.Cmd(nil, "EVAL", "return 18", "0")
	radix4.NewEvalScript("return 19")
}

func runTime(ctx context.Context, c *redis.Client, names []string) {
	src := "return 20"
	if len(names) > 0 {
		src += "1"
		src = "return 21"
	}
	c.Eval(ctx, src, nil)
	text, _ := os.ReadFile("script.lua")
	c.Eval(ctx, string(text), nil)
	for _, name := range names {
		c.ScriptLoad(ctx, name)
	}
}

// backend is the program's own face of a client, which adapter has.
type backend interface {
	Evaluate(script string, keys ...string) error
}

type adapter struct{ c *redis.Client }

func (a *adapter) Evaluate(script string, keys ...string) error {
	a.c.Eval(context.Background(), script, keys)
	return nil
}

// script is a script of the program's own kind.
type script struct {
	name, src string
}

func (s *script) load(ctx context.Context, c *redis.Client) { c.ScriptLoad(ctx, s.src) }

func newScript(name, src string) *script { return &script{name, src} }

var unlock = newScript("unlock", "return 30")

func throughInterface(b backend) error {
	s := script{name: "x", src: "return 31"}
	s.src = "return 32"
	return b.Evaluate("return 33", "key")
}

// Scripts by name and by number.
var (
	byName  = map[string]string{"lock": "return 40", "unlock": "return 41"}
	steps   = []string{"return 42", "return 43"}
	filled  = map[string]string{"a": "return 44"}
	written = [...]string{1: "return 45"}
)

func fromCollections(ctx context.Context, c *redis.Client, name string) {
	c.ScriptLoad(ctx, byName["lock"])
	c.ScriptLoad(ctx, byName[name])
	for _, step := range steps {
		c.ScriptLoad(ctx, step)
	}
	filled[name] = "return 46"
	c.ScriptLoad(ctx, filled["a"])
	c.ScriptLoad(ctx, written[1])
	chosen := byName[name]
	c.ScriptLoad(ctx, chosen)
}

// program is put together: what is added to it is no script.
type program struct{ text string }

func (p *program) add(step string) { p.text = p.text + step }

func assembled(ctx context.Context, c *redis.Client) {
	p := &program{text: "local a = 1\n"}
	p.add("return a")
	c.ScriptLoad(ctx, p.text)
}
