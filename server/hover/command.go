package hover

import (
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/server/callat"
	"github.com/luagen/luagen/server/describe"
	"github.com/luagen/luagen/server/lexer"
	"github.com/luagen/luagen/server/source"
)

// word says what a string is to the command whose call it stands in.
func word(s source.Script, path []syntax.Node, n *syntax.StringExpr) (string, syntax.Range) {
	c, in := enclosing(s.Facts, path)
	if c == nil {
		return unanalysed(s, n), n.Range
	}
	if c.NameExpr == syntax.Expr(n) {
		if c.Command == nil {
			return "", n.Range
		}
		return Command(c.Name, c.Command), n.Range
	}
	if c.SubExpr == syntax.Expr(n) && c.Match != nil {
		return Command(c.Name+" "+c.Sub, c.Match.Command), n.Range
	}
	return argument(c, in, n), n.Range
}

// unanalysed is word for a call that the analysis knows nothing of, since it never runs.
func unanalysed(s source.Script, n *syntax.StringExpr) string {
	at, ok := s.Here(n.Range)
	if !ok {
		return ""
	}
	c, called := callat.Enclosing(s.Source, lexer.Tokens(s.Source), at.To-1)
	if !called || !callat.IsCommand(s, c.Callee, at.From) {
		return ""
	}
	if last := c.Args[len(c.Args)-1]; len(last) != 1 || last[0].From != at.From {
		return "" // it is a part of an argument
	}
	c.Args = append(c.Args, nil) // as if the next were being written
	cmd, _ := callat.CommandOf(s.Source, c)
	switch {
	case cmd.Of == nil:
		return ""
	case len(cmd.Words) == strings.Count(cmd.Name, " "): // a sub-command is a word of the name
		return Command(cmd.Name, cmd.Of)
	}
	m := cmd.Of.Match(command.Words{List: cmd.Words, Least: len(cmd.Words), More: true})
	if p, _ := m.At(len(cmd.Words) - 1); p != nil {
		return Argument(cmd.Name, m, p)
	}
	return ""
}

// enclosing is the innermost call of a command in a path, and the argument of it that the path
// goes through.
func enclosing(f *analysis.Facts, path []syntax.Node) (*analysis.Call, syntax.Node) {
	for i := len(path) - 1; i >= 0; i-- {
		e, ok := path[i].(*syntax.CallExpr)
		if !ok {
			continue
		}
		c := f.Call(e)
		if c == nil || i+1 == len(path) {
			return nil, nil
		}
		return c, path[i+1]
	}
	return nil, nil
}

// argument says what a command takes an argument for.
func argument(c *analysis.Call, in syntax.Node, n syntax.Expr) string {
	if c.Match == nil || in != syntax.Node(n) {
		return ""
	}
	for i := range c.Words {
		if c.WordExpr(i) != n {
			continue
		}
		p, _ := c.Match.At(i)
		if p == nil {
			return ""
		}
		return Argument(title(c), c.Match, p)
	}
	return ""
}

func title(c *analysis.Call) string { return strings.TrimSpace(c.Name + " " + c.Sub) }

// Argument says what a place of a command's grammar is.
func Argument(name string, m *command.Match, p *command.Param) string {
	text := code(name + " " + m.Command.Grammar.Syntax)
	what := "**" + p.Name + "**"
	if p.Token != "" {
		what = "**" + p.Token + "**, an option"
	} else if role := describe.Role(m.RoleOf(p)); role != "" && role != p.Name {
		what += ": " + role
	}
	if since := describe.Since(p.Since, p.Valkey); since != "" {
		what += ". " + since
	}
	return paragraphs(text, what)
}

// Command says what a command is and which words it takes; name is its whole name.
func Command(name string, c *command.Command) string {
	return paragraphs(code(strings.TrimSpace(name+" "+c.Grammar.Syntax)), About(c))
}

// About says what a command is.
func About(c *command.Command) string {
	summary := c.Summary
	if summary != "" {
		summary += "."
	}
	var facts []string
	if c.Complexity != "" {
		facts = append(facts, "Complexity: "+c.Complexity)
	}
	if since := describe.Since(c.Since, c.Valkey); since != "" {
		facts = append(facts, since)
	}
	if c.Until != "" {
		facts = append(facts, "Until Redis "+c.Until)
	}
	if c.ScriptSince != "" {
		facts = append(facts, "In scripts since "+c.ScriptSince)
	}
	if c.Deprecated != "" {
		text := "Deprecated since " + c.Deprecated
		if c.Replacement != "" {
			text += "; use " + c.Replacement
		}
		facts = append(facts, text)
	}
	switch {
	case c.Is(command.NoScript):
		facts = append(facts, "Scripts may not call it")
	case c.Is(command.Write):
		facts = append(facts, "It writes")
	}
	for i := range facts {
		facts[i] = "- " + facts[i]
	}
	return paragraphs(summary, strings.Join(facts, "\n"))
}
