package fault

import (
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/parser"
)

type adder func(k Kind, span diag.Span, format string, args ...any)

// deletes reports whether a command deletes what should get a time to live.
func deletes(p *command.Param, word string) bool {
	return word == "0" && p.Zero == command.Deletes || strings.HasPrefix(word, "-") && p.Negative == command.Deletes
}

// least is how long a number must be to be one that was given, and no other by chance.
const least = 3

// unit finds a duration that was given in one unit and is taken for another.
func (c Call) unit(name string, role command.Role, word string, add adder) {
	for i, a := range c.Script.Args {
		t, ok := a.Type.(*parser.Scalar)
		if !ok || t.Kind != parser.Duration || i >= len(c.Args) || c.Args[i] != word || len(word) < least {
			continue
		}
		if strings.Contains(string(c.Script.Text), word) {
			continue
		}
		switch {
		case t.Unit == parser.Milliseconds && role.InSeconds():
			add(WrongUnit, diag.Span{}, "%s takes %s of %s for seconds, which are milliseconds", name, word, a.Text)
		case t.Unit == parser.Seconds && role.InMilliseconds():
			add(WrongUnit, diag.Span{}, "%s takes %s of %s for milliseconds, which are seconds", name, word, a.Text)
		}
	}
}

// instant finds an entry of a sorted set that was there already because its member is the time.
func (c Call) instant(i int, add adder) {
	issued := c.Issued[i]
	_, m := Match(issued.Args)
	if issued.Reply != "(integer) 0" && issued.Reply != "0" {
		return
	}
	for n := range len(issued.Args) - 2 {
		score, _ := m.At(n)
		member, _ := m.At(n + 1)
		if score == nil || member == nil || score.Role != command.Score || member.Role != command.Member {
			continue
		}
		word := issued.Args[n+1]
		if word == issued.Args[n+2] && c.isTime(word) {
			add(OneInstant, diag.Span{}, "%s adds nothing: its member is the time %s, at which there was a call already", strings.ToUpper(issued.Args[0]), word)
		}
	}
}

var timeName = lazyregexp.New(`(?i)^(now|time|timestamp|.*_at|.*_?time|at|ts|.*(now|ms|us|millis|seconds))$`)

// isTime reports whether a word is an argument that is a point in time, by its type or its name, and
// no other one.
func (c Call) isTime(word string) bool {
	found := false
	for i, text := range c.Args {
		if text != word {
			continue
		}
		if i >= len(c.Script.Args) {
			return false
		}
		a := c.Script.Args[i]
		if t, ok := a.Type.(*parser.Scalar); (!ok || t.Kind != parser.Time) && !timeName().MatchString(a.Text) {
			return false
		}
		found = true
	}
	return found
}

// isNumber reports whether a word is an argument that is declared as a number.
func (c Call) isNumber(word string) bool {
	for i, a := range c.Script.Args {
		if t, ok := a.Type.(*parser.Scalar); ok && i < len(c.Args) && c.Args[i] == word {
			switch t.Kind {
			case parser.Int, parser.Uint, parser.Float, parser.Time, parser.Duration:
				return true
			}
		}
	}
	return false
}

var (
	rounded = lazyregexp.New(`-?[0-9]\.[0-9]+e\+[0-9]{2}`)
	huge    = lazyregexp.New(`-?[0-9]{15,}`)
)

// digits finds a whole number that was given and that comes out as Lua writes big ones.
func (c Call) digits(add adder) {
	given := huge().FindAllString(strings.Join(slices.Concat(c.Keys, c.Args), " "), -1)
	for _, issued := range c.Issued {
		given = append(given, huge().FindAllString(issued.Reply, -1)...)
	}
	tell := func(where, text string) bool {
		for _, short := range rounded().FindAllString(text, -1) {
			for _, g := range given {
				if isRounded(g, short) {
					add(LostDigits, diag.Span{}, "%s has %s for %s: Lua writes 14 digits of a number", where, short, g)
					return true
				}
			}
		}
		return false
	}
	for _, issued := range c.Issued {
		for _, word := range issued.Args[1:] {
			if tell(strings.ToUpper(issued.Args[0]), word) {
				return
			}
		}
	}
	tell("the reply", c.Reply)
}

// isRounded reports whether a number as Lua writes it is what is left of a whole one.
func isRounded(whole, short string) bool {
	n, err := strconv.ParseFloat(whole, 64)
	if err != nil {
		return false
	}
	s, err := strconv.ParseFloat(short, 64)
	return err == nil && strconv.FormatFloat(n, 'g', 14, 64) == strconv.FormatFloat(s, 'g', 14, 64)
}
