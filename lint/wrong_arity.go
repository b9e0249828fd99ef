package lint

import (
	"fmt"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func wrongArity() *Rule {
	return &Rule{
		Name:     "wrong-arity",
		Severity: diag.Error,
		Doc: Doc{
			Title: "too few or too many arguments for a command or sub-command",
			Text: `Redis answers "Wrong number of args calling Redis command from script". Arguments that unpack, "..." or another call adds are counted as far as that is certain.

Commands that take pairs (HSET, MSET, XADD, ZADD) fail inside of the command when one is left over.`,
			Bad: `--@keys counter
return redis.call('INCRBY', KEYS[1])
`,
			Good: `--@keys counter
return redis.call('INCRBY', KEYS[1], 1)
`,
			Fails: "ERR Wrong number of args calling Redis command from script",
		},
		run: runWrongArity,
	}
}

func runWrongArity(p *pass) {
	for i := range p.facts.Calls {
		c := p.facts.Calls[i]
		if c.NameExpr == nil && len(c.Expr.Args) == 0 && !c.Open {
			p.report(c.Expr.Span(), "a call without a command raises; pass the command's name and its arguments")
			continue
		}
		cmd, name := called(c)
		if cmd == nil {
			continue
		}
		words := 1 + len(c.Args)
		least := words // words that there are at least
		if c.Open {
			least-- // the last argument may expand to nothing
		}
		switch arity := int(cmd.Arity); {
		case arity > 0 && least > arity:
			p.report(commandAt(c), "%s takes %s, got %s; remove what is too many", name, arguments(arity, name), atLeast(least-wordsOf(name), c.Open))
		case !c.Open && !cmd.AcceptsWords(words):
			p.report(commandAt(c), "%s takes %s, got %d; add what is missing", name, arguments(arity, name), max(0, words-wordsOf(name)))
		case !c.Open:
			p.checkPairs(c)
		}
	}
}

// arguments says how many arguments a command takes that has this arity.
func arguments(arity int, name string) string {
	switch n := max(arity, -arity) - wordsOf(name); {
	case arity < 0 && n == 1:
		return "at least 1 argument"
	case arity < 0:
		return fmt.Sprintf("at least %d arguments", n)
	case n == 0:
		return "no arguments"
	case n == 1:
		return "1 argument"
	default:
		return fmt.Sprintf("%d arguments", n)
	}
}

func atLeast(n int, open bool) string {
	if open {
		return fmt.Sprintf("at least %d", n)
	}
	return fmt.Sprint(n)
}

// wordsOf counts the words of a command's full name.
func wordsOf(name string) int {
	n := 1
	for _, c := range name {
		if c == ' ' {
			n++
		}
	}
	return n
}

// checkPairs reports a call whose arguments come in pairs of which one is not whole.
func (p *pass) checkPairs(c *analysis.Call) {
	first, what := 0, "field and value"
	switch c.Name {
	case "HSET", "HMSET":
		first = 1
	case "MSET", "MSETNX":
		first, what = 0, "key and value"
	case "ZADD":
		first, what = p.zaddScore(c), "score and member"
	case "XADD":
		first = p.xaddID(c) + 1
	default:
		return
	}
	if first <= 0 && c.Name != "MSET" && c.Name != "MSETNX" || first > len(c.Args) {
		return
	}
	switch rest := len(c.Args) - first; {
	case rest%2 != 0:
		p.report(commandAt(c), "%s takes pairs of %s, got %d arguments where they stand; the last one lacks its other half", c.Name, what, rest)
	case rest == 0:
		p.report(commandAt(c), "%s takes pairs of %s, got none; add them", c.Name, what)
	}
}

// unsure is the place of an argument of which it is not certain where it stands.
const unsure = -1

// zaddScore returns the place of ZADD's first score, behind its options.
func (p *pass) zaddScore(c *analysis.Call) int {
	for i := 1; i < len(c.Args); i++ {
		v := p.facts.Value(c.Args[i])
		word, ok := v.Str()
		switch {
		case !ok && v.Is(analysis.Number):
			return i
		case !ok: // may hold an option
			return unsure
		}
		switch strings.ToUpper(word) {
		case "NX", "XX", "GT", "LT", "CH", "INCR":
		default:
			return i
		}
	}
	return unsure
}

// xaddID returns the place of the new entry's ID in XADD, behind its options.
func (p *pass) xaddID(c *analysis.Call) int {
	for i := 1; i < len(c.Args); i++ {
		word, ok := p.facts.Value(c.Args[i]).Str()
		if !ok {
			return unsure
		}
		switch strings.ToUpper(word) {
		case "*":
			return i
		case "MAXLEN", "MINID", "LIMIT":
			if i+1 < len(c.Args) && p.isTrimOperator(c.Args[i+1]) {
				i++
			}
			i++ // the threshold or count
		case "NOMKSTREAM":
		default:
			return unsure
		}
	}
	return unsure
}

// isTrimOperator reports whether an argument is the "=" or "~" of MAXLEN and MINID.
func (p *pass) isTrimOperator(e syntax.Expr) bool {
	s, ok := p.facts.Value(e).Str()
	return ok && (s == "=" || s == "~")
}
