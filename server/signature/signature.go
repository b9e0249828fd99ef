// Package signature says which words a command takes, while its call is written.
package signature

import (
	"regexp"
	"strings"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/server/callat"
	"github.com/luagen/luagen/server/hover"
	"github.com/luagen/luagen/server/lexer"
	"github.com/luagen/luagen/server/source"
)

// Help is the grammar of a call's words.
type Help struct {
	Label         string
	Params        []source.Range // the parts of Label, one word or group of words each
	Active        int            // the part that the cursor is at; -1 when that is not known
	Documentation string         // Markdown
}

// At returns the grammar of the command whose call an offset of the file is in.
func At(s source.Script, offset int) (Help, bool) {
	tokens := lexer.Tokens(s.Source)
	c, called := callat.Enclosing(s.Source, tokens, offset)
	if !called || !callat.IsCommand(s, c.Callee, offset) {
		return Help{}, false
	}
	cmd, ok := callat.CommandOf(s.Source, c)
	if cmd.Sub {
		label := cmd.Name + " subcommand …"
		from := len(cmd.Name) + 1
		return Help{Label: label, Params: []source.Range{{From: from, To: from + len("subcommand")}}, Documentation: hover.About(cmd.Of)}, true
	}
	if !ok {
		if len(c.Args) > 1 {
			return Help{}, false
		}
		label := c.Callee + "(command, …)"
		from := len(c.Callee) + 1
		return Help{Label: label, Params: []source.Range{{From: from, To: from + len("command")}}}, true
	}
	h := Help{Label: strings.TrimSpace(cmd.Name + " " + cmd.Of.Grammar.Syntax), Active: -1, Documentation: hover.About(cmd.Of)}
	h.Params = parts(h.Label, len(cmd.Name))
	next := cmd.Of.Next(cmd.Words)
	if len(next) == 0 {
		return h, true
	}
	p := next[0]
	// An option that is written tells which group is meant.
	if last := c.Args[len(c.Args)-1]; len(last) == 1 && last[0].Kind == lexer.String {
		m := cmd.Of.Match(command.Words{List: append(cmd.Words, command.Word{Text: last[0].Value(s.Source), Known: true}), Least: len(cmd.Words) + 1, More: true})
		if at, _ := m.At(len(cmd.Words)); at != nil {
			p = at
		}
		// So does one that is written in part.
		written := strings.ToUpper(last[0].Value(s.Source))
		for _, n := range next {
			if written != "" && n.Token != "" && strings.HasPrefix(n.Token, written) {
				p = n
				break
			}
		}
	}
	h.Active = partOf(h, p)
	return h, true
}

// parts are the words and groups of a label, from an offset on.
func parts(label string, from int) []source.Range {
	var all []source.Range
	depth, start := 0, -1
	for i := from; i <= len(label); i++ {
		end := i == len(label) || label[i] == ' ' && depth == 0
		if end && start >= 0 {
			all = append(all, source.Range{From: start, To: i})
			start = -1
		}
		if i == len(label) || label[i] == ' ' {
			continue
		}
		if start < 0 {
			start = i
		}
		switch label[i] {
		case '[', '(', '<':
			depth++
		case ']', ')', '>':
			depth--
		}
	}
	return all
}

// partOf is the part that names a place of the grammar.
func partOf(h Help, p *command.Param) int {
	name := p.Name
	if p.Token != "" {
		name = p.Token
	}
	whole := regexp.MustCompile(`(^|[^\w-])` + regexp.QuoteMeta(name) + `([^\w-]|$)`)
	for i, r := range h.Params {
		if whole.MatchString(h.Label[r.From:r.To]) {
			return i
		}
	}
	return -1
}
