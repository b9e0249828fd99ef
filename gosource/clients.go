package gosource

import (
	"go/types"
	"strings"
)

// client is a Redis library for Go.
type client struct {
	name string
	// paths are the import paths of its package, without a "/v9" at their end.
	paths []string
	funcs []clientFunc
	// script is its type of a script, and runs are the methods of it that run one.
	script string
	runs   map[string]Sends
	// sends are the methods of the client itself that run a script.
	sends map[string]Sends
	// chain are the steps of its builder of commands that begin to run a script.
	chain map[string]Sends
	// steps are the methods of a reply, and the functions of one, after which it is still seen
	// as the script made it.
	steps map[string]step
}

// step says how a reply is seen after a method of it.
type step int

const (
	decoded  step = iota // as a Go value of another kind
	whole                // as it is: Result
	elements             // as the list of its elements: Slice
)

// clientFunc is a function or method of a client that takes a script, or a command of which
// one is a part.
type clientFunc struct {
	name string
	recv string // the receiver's type; "" for a function, "*" for a method of any
	form form
}

// form says what a function does with a script.
type form int

const (
	makes form = iota // makes a value that is run later: redis.NewScript
	evals             // sends it: Eval(ctx, script, keys, args…)
	loads             // sends SCRIPT LOAD
	sends             // sends a command of which it may be a word: Do("EVAL", script, …)
)

// clients returns the libraries that are known.
func clients() []client {
	rueidis := rueidisLike("rueidis", "github.com/redis/rueidis", "github.com/redis/rueidis/internal/cmds", "github.com/rueian/rueidis", "github.com/rueian/rueidis/internal/cmds")
	valkey := rueidisLike("valkey-go", "github.com/valkey-io/valkey-go", "github.com/valkey-io/valkey-go/internal/cmds")
	return []client{
		goRedisLike("go-redis", "github.com/redis/go-redis", "github.com/go-redis/redis", "gopkg.in/redis"),
		goRedisLike("rueidiscompat", "github.com/redis/rueidis/rueidiscompat", "github.com/valkey-io/valkey-go/valkeycompat"),
		rueidis, valkey, redigo(), radix(),
	}
}

func goRedisLike(name string, paths ...string) client {
	return client{
		name:  name,
		paths: paths,
		funcs: []clientFunc{
			{name: "NewScript", form: makes},
			{name: "NewScriptServerSHA", form: makes},
			{name: "Eval", recv: "*", form: evals},
			{name: "EvalRO", recv: "*", form: evals},
			{name: "ScriptLoad", recv: "*", form: loads},
			{name: "Do", recv: "*", form: sends},
		},
		script: "Script",
		runs: map[string]Sends{
			"Run": SendsAsNeeded, "RunRO": SendsAsNeeded, "Eval": SendsText, "EvalRO": SendsText,
			"EvalSha": SendsSHA, "EvalShaRO": SendsSHA,
		},
		sends: map[string]Sends{"Eval": SendsText, "EvalRO": SendsText, "EvalSha": SendsSHA, "EvalShaRO": SendsSHA},
		steps: map[string]step{"Result": whole, "Val": whole, "Slice": elements},
	}
}

func rueidisLike(name string, paths ...string) client {
	return client{
		name: name, paths: paths,
		funcs: []clientFunc{
			{name: "NewLuaScript", form: makes},
			{name: "NewLuaScriptReadOnly", form: makes},
			{name: "NewLuaScriptNoSha", form: makes},
			{name: "NewLuaScriptReadOnlyNoSha", form: makes},
			{name: "NewLuaScriptRetryable", form: makes},
			{name: "NewLuaScriptNoShaRetryable", form: makes},
			{name: "Script", recv: "Eval", form: evals},
			{name: "Script", recv: "EvalRo", form: evals},
			{name: "Script", recv: "ScriptLoad", form: loads},
			{name: "Arbitrary", recv: "Builder", form: sends},
		},
		script: "Lua",
		runs:   map[string]Sends{"Exec": SendsAsNeeded, "ExecMulti": SendsAsNeeded},
		chain: map[string]Sends{
			"Eval.Script": SendsText, "EvalRo.Script": SendsText, "Evalsha.Sha1": SendsSHA, "EvalshaRo.Sha1": SendsSHA,
		},
		steps: map[string]step{"ToMessage": whole, "ToAny": whole, "ToArray": elements},
	}
}

func redigo() client {
	return client{
		name:  "redigo",
		paths: []string{"github.com/gomodule/redigo/redis", "github.com/garyburd/redigo/redis"},
		funcs: []clientFunc{
			{name: "NewScript", form: makes},
			{name: "Do", recv: "*", form: sends},
			{name: "DoContext", recv: "*", form: sends},
			{name: "DoWithTimeout", recv: "*", form: sends},
			{name: "Send", recv: "*", form: sends},
			{name: "DoContext", form: sends},
			{name: "DoWithTimeout", form: sends},
		},
		script: "Script",
		runs:   map[string]Sends{"Do": SendsAsNeeded, "DoContext": SendsAsNeeded, "Send": SendsText, "SendHash": SendsSHA},
		steps:  map[string]step{"Values": elements, "MultiBulk": elements},
	}
}

func radix() client {
	return client{
		name:  "radix",
		paths: []string{"github.com/mediocregopher/radix"},
		funcs: []clientFunc{
			{name: "NewEvalScript", form: makes},
			{name: "Cmd", form: sends},
			{name: "FlatCmd", form: sends},
		},
		script: "EvalScript",
		runs:   map[string]Sends{"Cmd": SendsAsNeeded, "FlatCmd": SendsAsNeeded},
	}
}

// running is a method of a client that runs a script.
type running struct {
	name     string
	sends    Sends
	ofScript bool
}

// runMethod returns the method of a client that a method is, when it runs a script.
func runMethod(fn *types.Func) (client, running, bool) {
	c, _, _ := clientMethod(fn)
	recv := named(fn.Signature().Recv().Type())
	if fn.Pkg() != nil && c.name == "" {
		c, _ = clientOf(fn.Pkg().Path())
	}
	r := running{name: fn.Name()}
	table := c.sends
	if recv != nil && recv.Obj().Name() == c.script {
		table, r.ofScript = c.runs, true
	}
	var ok bool
	r.sends, ok = table[r.name]
	return c, r, ok
}

// byPath are the clients by the import paths of their packages. Nothing changes it.
var byPath = func() map[string]client {
	all := map[string]client{}
	for _, c := range clients() {
		for _, path := range c.paths {
			all[path] = c
		}
	}
	return all
}()

// clientOf returns the client that a package belongs to, and reports whether there is one.
func clientOf(path string) (client, bool) {
	if i := strings.LastIndex(path, "/vendor/"); i >= 0 {
		path = path[i+len("/vendor/"):]
	}
	c, ok := byPath[unversioned(path)]
	return c, ok
}

// unversioned is an import path without its major version: "/v9" or ".v5".
func unversioned(path string) string {
	i := strings.LastIndexAny(path, "/.")
	if i < 0 || len(path) < i+3 || path[i+1] != 'v' || strings.Trim(path[i+2:], "0123456789") != "" {
		return path
	}
	return path[:i]
}

// find returns the client's function of that name and receiver.
func (c client) find(name, recv string) (clientFunc, bool) {
	for _, f := range c.funcs {
		if f.name == name && (f.recv == recv || f.recv == "*" && recv != "") {
			return f, true
		}
	}
	return clientFunc{}, false
}

// commandWord returns at which of a command's words the script is, from the words that are
// known: after EVAL, EVAL_RO and SCRIPT LOAD. It is -1 when there is none.
func commandWord(words []string) int {
	if len(words) == 0 {
		return -1
	}
	switch strings.ToUpper(words[0]) {
	case "EVAL", "EVAL_RO":
		return 1
	case "SCRIPT":
		if len(words) > 1 && strings.EqualFold(words[1], "LOAD") {
			return 2
		}
	}
	return -1
}

// Reaches reports whether a package imports a client, itself or through others.
func Reaches(pkg *types.Package) bool {
	seen := map[*types.Package]bool{}
	var reaches func(p *types.Package) bool
	reaches = func(p *types.Package) bool {
		if seen[p] {
			return false
		}
		seen[p] = true
		if _, ok := clientOf(p.Path()); ok {
			return true
		}
		for _, imported := range p.Imports() {
			if reaches(imported) {
				return true
			}
		}
		return false
	}
	return reaches(pkg)
}
