package luagenotel

import (
	"strings"

	"github.com/redis/go-redis/v9"

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
