package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/diag"
)

func wrongArity() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "wrong-arity",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "too few or too many arguments for a command or sub-command",
			Text: `Redis answers "Wrong number of args calling Redis command from script". Arguments that unpack, "..." or another call adds are counted as far as that is certain.

Commands that take pairs (HSET, MSET, XADD, ZADD) or longer groups (GEOADD) fail inside the command when one is incomplete, and so does an option without its value (SET … EX, ZRANGE … LIMIT 0).`,
			Bad: `--@keys counter
return redis.call('INCRBY', KEYS[1])
`,
			Good: `--@keys counter
return redis.call('INCRBY', KEYS[1], 1)
`,
			Fails: "ERR Wrong number of args calling Redis command from script",
		},
	}, run: runWrongArity}
}

func runWrongArity(p *pass) {
	for _, c := range p.facts.Calls {
		if c.NameExpr == nil && len(c.Expr.Args) == 0 && !c.Open {
			p.report(c.Expr.Span(), "a call without a command raises; pass the command's name and its arguments")
			continue
		}
		if c.Command == nil {
			p.eitherArity(c)
			continue
		}
		cmd, name := called(c)
		if why := arityProblem(c, cmd, name); why != "" {
			p.report(commandAt(c), "%s", why)
		} else if !c.More && c.Least == len(c.Words) {
			p.checkGroups(c)
			p.checkValues(c)
		}
	}
}

// eitherArity reports a call of one of several commands of which some do not take as many
// arguments: an error when none does.
func (p *pass) eitherArity(c *analysis.Call) {
	first, wrong := "", 0
	for _, name := range c.Names {
		cmd, ok := command.Lookup(name)
		if !ok || len(cmd.Subs) > 0 {
			continue
		}
		if why := arityProblem(c, cmd, name); why != "" {
			first = cmp.Or(first, why)
			wrong++
		}
	}
	switch {
	case wrong == 0:
	case wrong == len(c.Names):
		p.report(commandAt(c), "%s", first)
	default:
		p.warn(commandAt(c), "%s", first)
	}
}

// arityProblem says what is wrong with the number of a call's words for a command; empty when
// nothing is for certain.
func arityProblem(c *analysis.Call, cmd *command.Command, name string) string {
	least, most := 1+c.Least, 1+len(c.Words)
	switch arity := int(cmd.Arity); {
	case arity > 0 && least > arity:
		return fmt.Sprintf("%s takes %s, got %s; remove what is too many", name, arguments(arity, name), atLeast(least-wordsOf(name), c.More || least < most))
	case !c.More && most < max(arity, -arity):
		return fmt.Sprintf("%s takes %s, got %d; add what is missing", name, arguments(arity, name), max(0, most-wordsOf(name)))
	default:
		return ""
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

// checkGroups reports a call whose arguments come in groups of which one is not whole.
func (p *pass) checkGroups(c *analysis.Call) {
	first, size, what, sure := 0, 2, "pairs of field and value", true
	switch c.Name {
	case "HSET", "HMSET":
		first = 1
	case "MSET", "MSETNX":
		what = "pairs of key and value"
	case "ZADD":
		what = "pairs of score and member"
		first, sure = zaddScore(c)
	case "XADD":
		first, sure = xaddID(c)
		first++
	case "GEOADD":
		size, what = 3, "groups of longitude, latitude and member"
		first, sure = geoaddPlace(c)
	default:
		return
	}
	if !sure || first > len(c.Words) {
		return
	}
	switch rest := len(c.Words) - first; {
	case rest%size != 0:
		p.report(commandAt(c), "%s takes %s, got %d arguments in their place; the last one is incomplete", c.Name, what, rest)
	case rest == 0:
		p.report(commandAt(c), "%s takes %s, got none; add them", c.Name, what)
	}
}

// zaddScore returns the place of ZADD's first score, after its options; as afterOptions.
func zaddScore(c *analysis.Call) (place int, sure bool) {
	return afterOptions(c, "NX", "XX", "GT", "LT", "CH", "INCR")
}

// geoaddPlace returns the place of GEOADD's first longitude, after its options; as
// afterOptions.
func geoaddPlace(c *analysis.Call) (place int, sure bool) { return afterOptions(c, "NX", "XX", "CH") }

// afterOptions returns the place of the first word after the key that is none of some options;
// not for sure when that may hold one.
func afterOptions(c *analysis.Call, options ...string) (place int, sure bool) {
	for i := 1; i < len(c.Words); i++ {
		word, ok := c.Words[i].Str()
		if !ok || !slices.Contains(options, strings.ToUpper(word)) {
			return i, ok || c.Words[i].Is(analysis.Number)
		}
	}
	return len(c.Words), false
}

// xaddID returns the place of the new entry's ID in XADD, after its options; not for sure
// when that may be something else.
func xaddID(c *analysis.Call) (place int, sure bool) {
	for i := 1; i < len(c.Words); i++ {
		word, ok := c.Words[i].Str()
		switch strings.ToUpper(word) {
		case "MAXLEN", "MINID", "LIMIT":
			if i+1 < len(c.Words) && isTrimOperator(c.Words[i+1]) {
				i++
			}
			i++ // the threshold or count
		case "NOMKSTREAM", "KEEPREF", "DELREF", "ACKED":
		default:
			return i, ok && (word == "*" || word != "" && word[0] >= '0' && word[0] <= '9')
		}
	}
	return len(c.Words), false
}

// isTrimOperator reports whether a word is the "=" or "~" of MAXLEN and MINID.
func isTrimOperator(v analysis.Value) bool {
	s, ok := v.Str()
	return ok && (s == "=" || s == "~")
}
