package luagenotel

import (
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/attribute"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/luagen/luagen/runtime"
)

// catalogue knows the generated scripts by what a command carries of them. It is
// never written after newCatalogue.
type catalogue struct {
	bySHA  map[string]string // lower-case SHA-1 → script name
	byText map[string]string // script text → script name
}

func newCatalogue(scripts []*runtime.Script) catalogue {
	c := catalogue{bySHA: map[string]string{}, byText: map[string]string{}}
	for _, s := range scripts {
		// Scripts with the same text are one to Redis: the first name stands.
		if _, ok := c.bySHA[s.SHA()]; ok {
			continue
		}
		c.bySHA[s.SHA()], c.byText[s.Source()] = s.Name(), s.Name()
	}
	return c
}

// call is one command that runs a generated script, or loads it.
type call struct {
	command string // "EVALSHA", "EVAL", "EVALSHA_RO", "EVAL_RO" or "SCRIPT LOAD"
	script  string // "like_post.lua"
}

// scriptLoad is the command that loads and does not run.
const scriptLoad = "SCRIPT LOAD"

// call recognises a command that is about one of the scripts.
func (c catalogue) call(cmd redis.Cmder) (call, bool) {
	var command string
	known, at := c.bySHA, 1
	switch cmd.Name() {
	case "evalsha":
		command = "EVALSHA"
	case "evalsha_ro":
		command = "EVALSHA_RO"
	case "eval":
		command, known = "EVAL", c.byText
	case "eval_ro":
		command, known = "EVAL_RO", c.byText
	case "script":
		if !strings.EqualFold(word(cmd, 1), "load") {
			return call{}, false
		}
		command, known, at = scriptLoad, c.byText, 2
	default:
		return call{}, false
	}
	body := word(cmd, at)
	script, ok := known[body]
	if !ok && len(body) == shaLength {
		// Redis takes the SHA in either case.
		script, ok = known[strings.ToLower(body)]
	}
	return call{command, script}, ok
}

// shaLength is the length of a SHA-1 in hexadecimal.
const shaLength = 40

// word returns the command's word at a position, "" when there is none or it is
// no text.
func word(cmd redis.Cmder, at int) string {
	args := cmd.Args()
	if at >= len(args) {
		return ""
	}
	switch arg := args[at].(type) {
	case string:
		return arg
	case []byte:
		return string(arg)
	}
	return ""
}

// batch is a pipeline or transaction that is about at least one of the scripts.
type batch struct {
	operation operation
	size      int           // commands, without MULTI and EXEC
	calls     []batchedCall // in the order sent
}

type batchedCall struct {
	call
	cmd redis.Cmder
}

// batch recognises a pipeline or transaction that is about one of the scripts.
func (c catalogue) batch(cmds []redis.Cmder) (batch, bool) {
	kind, inner := "PIPELINE", cmds
	if n := len(cmds); n >= 2 && cmds[0].Name() == "multi" && cmds[n-1].Name() == "exec" {
		kind, inner = "MULTI", cmds[1:n-1]
	}
	b := batch{size: len(inner)}
	for _, cmd := range inner {
		if found, ok := c.call(cmd); ok {
			b.calls = append(b.calls, batchedCall{found, cmd})
		}
	}
	if len(b.calls) == 0 {
		return batch{}, false
	}
	// The conventions name the command, and so the script, when it is the only one.
	b.operation.name = kind
	first := b.calls[0].call
	if len(b.calls) == b.size && !slices.ContainsFunc(b.calls, func(c batchedCall) bool { return c.command != first.command }) {
		b.operation.name += " " + first.command
	}
	if len(b.calls) == b.size && !slices.ContainsFunc(b.calls, func(c batchedCall) bool { return c.script != first.script }) {
		b.operation.script = first.script
	}
	return b, true
}

// scriptsKey lists the scripts of a batch that runs several, which
// db.stored_procedure.name cannot.
const scriptsKey = attribute.Key("luagen.script.names")

// attributes are those that only a batch has.
func (b batch) attributes() attributes {
	list := attributes{semconv.DBOperationBatchSize(b.size)}
	if b.operation.script == "" {
		var names []string
		for _, c := range b.calls {
			names = append(names, c.script)
		}
		slices.Sort(names)
		list = append(list, scriptsKey.StringSlice(slices.Compact(names)))
	}
	return list
}
