// Package kinds has scripts that are chosen, or made, in several ways.
package kinds

import (
	"context"
	"embed"
	"fmt"
	"os"
	"strings"

	"github.com/redis/go-redis/v9"
)

// A map that init fills.
var byAlgorithm map[int]string

func init() {
	byAlgorithm = make(map[int]string)
	byAlgorithm[1] = "return 'filled'"
	byAlgorithm[2] = second
}

const second = "return 'filled, too'"

// A list that grows.
var steps []string

func register(step string) { steps = append(steps, step) }

func init() { steps = append(steps, "return 'appended'") }

// What functions return, by name and by number.
func source() string { return "return 'returned'" }

func sourceFor(name string) (string, error) {
	switch name {
	case "a":
		return "return 'for a'", nil
	case "b":
		return "return 'for b'", nil
	}
	return "", os.ErrNotExist
}

type migration func(prefix string) string

var migrations = []migration{
	func(prefix string) string { return "return '" + prefix + "'" },
	rename,
}

func rename(string) string { return "return 'renamed'" }

func chosen(ctx context.Context, c *redis.Client, n int, name string, cold bool) {
	script, ok := byAlgorithm[n]
	if !ok {
		return
	}
	c.ScriptLoad(ctx, script)
	c.ScriptLoad(ctx, steps[n])
	c.ScriptLoad(ctx, source())
	if text, err := sourceFor(name); err == nil {
		c.ScriptLoad(ctx, text)
	}
	migrate := migrations[n]
	c.ScriptLoad(ctx, migrate("p"))

	either := "return 'warm'"
	if cold {
		either = "return 'cold'"
	}
	c.ScriptLoad(ctx, either)

	query := "SELECT 1" // not a script
	_ = query
	query = "return 'after'"
	c.ScriptLoad(ctx, query)
}

//go:embed lua/*.lua
var files embed.FS

func read(name string) string {
	text, err := files.ReadFile("lua/" + name + ".lua")
	if err != nil {
		panic(err)
	}
	return string(text)
}

var (
	one = redis.NewScript(read("one"))
	two = redis.NewScript(strings.ReplaceAll(read("two"), "another", "replaced"))
)

func readAny(ctx context.Context, c *redis.Client, name string) { c.ScriptLoad(ctx, read(name)) }

// A function that puts something before the script.
func withPrelude(ctx context.Context, c *redis.Client, body string) {
	c.ScriptLoad(ctx, "local prelude = 1\n"+body)
}

func prelude(ctx context.Context, c *redis.Client) {
	withPrelude(ctx, c, "return prelude")
	withPrelude(ctx, c, "return prelude + 1")
}

// A struct that has a map of scripts, and one that has their names.
type repository struct {
	sources map[string]string
	loaded  map[string]*redis.Script
}

func newRepository() *repository {
	r := &repository{sources: map[string]string{"get": "return 'get'", "set": "return 'set'"}}
	r.loaded = map[string]*redis.Script{}
	for name, src := range r.sources {
		r.loaded[name] = redis.NewScript(src)
	}
	return r
}

var table = []struct{ name, src string }{
	{"first", "return 'first'"},
	{name: "second", src: "return 'second'"},
}

func loadTable(ctx context.Context, c *redis.Client) {
	for _, entry := range table {
		c.ScriptLoad(ctx, entry.src)
	}
}

// A method of an interface says what the script is.
type operation interface{ Script() string }

type push struct{}

func (push) Script() string { return "return 'push'" }

type pop struct{ src string }

func (p *pop) Script() string { return p.src }

func run(ctx context.Context, c *redis.Client, op operation) { c.ScriptLoad(ctx, op.Script()) }

var popping = &pop{src: "return 'pop'"}

// Formats with parts that are one of several, by number, and of numbers that are known.
func formatted(ctx context.Context, c *redis.Client, expire bool, width int, name string) {
	set := "redis.call('SET', KEYS[1], 1)"
	if expire {
		set = "redis.call('SET', KEYS[1], 1, 'EX', 10)"
	}
	c.ScriptLoad(ctx, fmt.Sprintf("%s return %d", set, limit))
	c.ScriptLoad(ctx, fmt.Sprintf("return '%[2]s' .. '%[1]v' .. '%[2]s'", "x", name))
	c.ScriptLoad(ctx, fmt.Sprintf("return '%*d' .. '%s'", width, 1, "y"))
}

const limit = 10
