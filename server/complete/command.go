package complete

import (
	"strings"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/server/callat"
	"github.com/luagen/luagen/server/hover"
	"github.com/luagen/luagen/server/lexer"
	"github.com/luagen/luagen/server/source"
)

// inString returns what may be meant inside of a string: a command, a sub-command, an option.
func inString(s source.Script, t lexer.Token, c callat.Call, called bool, offset int) []Item {
	if !called || !callat.IsCommand(s, c.Callee, offset) {
		return nil
	}
	if last := c.Args[len(c.Args)-1]; len(last) == 0 || last[0].From != t.From {
		return nil // part of an expression
	}
	from := t.From + lexer.Opening(s.Source[t.From:t.To])
	if offset < from {
		return nil
	}
	to := t.To
	if !t.Open {
		to -= from - t.From
	} else {
		to = offset // what follows may be anything
	}
	items := commandWords(s, c)
	written := string(s.Source[from:offset])
	lower := written != "" && written == strings.ToLower(written)
	for i := range items {
		items[i].Replace = source.Range{From: from, To: max(to, offset)}
		if lower && (items[i].Kind == Command || items[i].Kind == Option) {
			items[i].Insert = strings.ToLower(items[i].Label)
		}
	}
	return matching(items, written)
}

// words returns what may be written as an argument of a command where no string has begun.
func words(s source.Script, offset int) []Item {
	tokens := lexer.Tokens(s.Source)
	c, called := callat.Enclosing(s.Source, tokens, offset)
	if !called || !callat.IsCommand(s, c.Callee, offset) || len(c.Args[len(c.Args)-1]) > 1 {
		return nil
	}
	items := commandWords(s, c)
	for i := range items {
		items[i].Insert = "'" + items[i].Label + "'"
	}
	return items
}

// commandWords are the words of commands that may stand where the cursor is.
func commandWords(s source.Script, c callat.Call) []Item {
	var items []Item
	if len(c.Args) == 1 {
		for name, of := range command.All() {
			if !strings.Contains(name, " ") && !of.Is(command.NoScript) {
				items = append(items, commandItem(name, name, of))
			}
		}
		return items
	}
	cmd, ok := callat.CommandOf(s.Source, c)
	if !ok {
		return nil
	}
	if cmd.Sub {
		for i := range cmd.Of.Subs {
			if sub := &cmd.Of.Subs[i]; !sub.Is(command.NoScript) {
				items = append(items, commandItem(sub.Name, cmd.Of.Name+" "+sub.Name, sub))
			}
		}
		return items
	}
	m := cmd.Of.Match(command.Words{List: cmd.Words, Least: len(cmd.Words), More: true})
	for _, p := range cmd.Of.Next(cmd.Words) {
		if p.Token != "" {
			items = append(items, Item{Label: p.Token, Kind: Option, Detail: "option of " + cmd.Name, Documentation: hover.Argument(cmd.Name, m, p)})
		}
	}
	return items
}

func commandItem(label, name string, of *command.Command) Item {
	return Item{
		Label: label, Kind: Command, Detail: of.Grammar.Syntax, Documentation: hover.Command(name, of), Deprecated: of.Deprecated != "",
	}
}
