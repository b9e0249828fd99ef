package lint

import (
	"cmp"
	"fmt"

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
			Text: `Redis answers "Wrong number of args calling Redis command from script". Arguments from unpack, "..." or another call are counted where their number is certain.

Commands that take pairs (HSET, MSET, XADD, ZADD) or longer groups (GEOADD) fail when one is incomplete, and so does an option without its value (SET … EX, ZRANGE … LIMIT 0).`,
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
		} else {
			p.checkEnd(c, name)
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

// checkEnd reports a call that ends in the middle of a group of arguments, or before the values of
// an option.
func (p *pass) checkEnd(c *analysis.Call, name string) {
	if c.Match == nil || c.Match.Command.Is(command.LazyOptions) || c.Match.Ending() != command.Short {
		return
	}
	switch lack := c.Match.Lack(); {
	case lack.Option != nil:
		p.report(commandAt(c), "%s of %s takes %s, got %s; add what is missing", lack.Option.Token, name, values(int(lack.Option.Values)), values(lack.Got))
	case len(lack.Group) == 0:
	case lack.In%len(lack.Group) != 0:
		p.report(commandAt(c), "%s takes %s, got %d arguments in their place; the last one is incomplete", name, groups(lack.Group), lack.In)
	default:
		p.report(commandAt(c), "%s takes %s, got none; add them", name, groups(lack.Group))
	}
}

// groups names groups of arguments.
func groups(params []command.Param) string {
	what := "pairs of "
	if len(params) > 2 {
		what = "groups of "
	}
	for i := range params {
		switch {
		case i == 0:
		case i == len(params)-1:
			what += " and "
		default:
			what += ", "
		}
		what += params[i].Name
	}
	return what
}

// values says how many values there are.
func values(n int) string {
	switch n {
	case 0:
		return "none"
	case 1:
		return "1 value"
	default:
		return fmt.Sprintf("%d values", n)
	}
}
