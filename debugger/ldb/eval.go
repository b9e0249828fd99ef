package ldb

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/lazyregexp"
)

// The debugger reads words of 1 to 1024 bytes, and 1024 of them.
const (
	maxWord  = 1024
	maxWords = 1024
)

// EvalError is an error of Lua in code that was evaluated.
type EvalError struct{ Message string }

func (e *EvalError) Error() string { return e.Message }

// guard makes an error of any kind a string: on one that is a table, as those of redis.call
// are, the debugger of Redis 7.0 crashes its process, which may be the server's only one.
const guard = `(function() local ok, v = pcall(function() return %s
 end) if ok then return v end if type(v) == "table" and v.err then v = v.err end error(tostring(v), 0) end)()`

// evalPlace is the place in the guarded expression, which nobody has seen.
var evalPlace = lazyregexp.New(`^ldb_eval:\d+: `)

// Eval evaluates an expression of Lua in the server. It sees global variables, KEYS and ARGV,
// and no local ones. One that fails gives an *EvalError. The debugger does not tell the
// commands that it calls.
func (s *Session) Eval(expression string) (Value, error) {
	words, err := evalWords(fmt.Sprintf(guard, expression))
	if err != nil {
		return Value{}, err
	}
	lines, err := s.lines(append([]string{"eval"}, words...)...)
	if err != nil {
		return Value{}, err
	}
	for _, l := range lines {
		if text, ok := strings.CutPrefix(l, "<retval> "); ok {
			return ParseValue(text)
		}
		for _, mark := range []string{"<error> ", "Error compiling code: "} { // the latter from Valkey 9.1 on
			if text, ok := strings.CutPrefix(l, mark); ok {
				return Value{}, &EvalError{Message: evalPlace().ReplaceAllString(text, "")}
			}
		}
	}
	return Value{}, fmt.Errorf("the server's debugger did not answer eval: %q", lines)
}

// evalWords splits code at blanks into words that the debugger takes, which it joins by blanks.
func evalWords(code string) ([]string, error) {
	var words []string
	for code != "" {
		if len(code) <= maxWord {
			words = append(words, code)
			break
		}
		at := strings.LastIndexByte(code[:maxWord+1], ' ')
		if at <= 0 || at == len(code)-1 {
			return nil, fmt.Errorf("the server's debugger takes no expression with %d bytes without a blank", maxWord)
		}
		words = append(words, code[:at])
		code = code[at+1:]
	}
	if len(words) == 0 || len(words) >= maxWords {
		return nil, fmt.Errorf("the server's debugger takes expressions of 1 to %d bytes", maxWord*(maxWords-1))
	}
	return words, nil
}

// Redis runs a command as the script could, and returns it with its reply. What it writes
// belongs to the session.
func (s *Session) Redis(args ...string) ([]Event, error) {
	for _, a := range args {
		if a == "" || len(a) > maxWord || len(args) >= maxWords {
			return s.redisByEval(args)
		}
	}
	lines, err := s.lines(append([]string{"redis"}, args...)...)
	events := make([]Event, len(lines))
	for i, l := range lines {
		events[i] = parseEvent(l)
	}
	return events, err
}

// redisByEval runs a command with arguments that the debugger's own does not take.
func (s *Session) redisByEval(args []string) ([]Event, error) {
	literals := make([]string, len(args))
	for i, a := range args {
		literals[i] = Literal(a)
	}
	v, err := s.Eval("redis.pcall(" + strings.Join(literals, ", ") + ")")
	if err != nil {
		return nil, err
	}
	return []Event{{Kind: Command, Text: strings.Join(args, " ")}, {Kind: Reply, Text: luaReply(v)}}, nil
}

// Literal is a string as Lua source of one line, with blanks enough for Eval.
func Literal(s string) string {
	if half := len(s) / 2; len(s) > maxWord/8 { // a byte is four at most
		return "(" + Literal(s[:half]) + " .. " + Literal(s[half:]) + ")"
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c >= 0x7f:
			b.WriteString("\\" + strconv.Itoa(1000 + int(c))[1:])
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
