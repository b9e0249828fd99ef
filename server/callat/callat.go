// Package callat finds the call that a cursor stands in, in a text that may be half written.
package callat

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/server/lexer"
	"github.com/luagen/luagen/server/source"
)

// Call is a call around a cursor.
type Call struct {
	Callee string          // "redis.call", as written but for blanks
	Open   int             // the offset of its parenthesis
	Args   [][]lexer.Token // the tokens of each argument up to the cursor; the last is where that is
}

// frame is something that is open.
type frame struct {
	open  string // the bracket or keyword that opened it
	token int    // its place among the tokens
	comma []int  // of the commas in it
}

// closes are the brackets by those that close them.
var closes = map[string]string{")": "(", "}": "{", "]": "["}

// Enclosing returns the innermost call that is open at an offset of the text that tokens are of.
func Enclosing(src []byte, tokens []lexer.Token, offset int) (Call, bool) {
	var open []frame
	brackets := func() { // a statement is in no bracket
		for len(open) > 0 && len(open[len(open)-1].open) == 1 {
			open = open[:len(open)-1]
		}
	}
	last := len(tokens)
	for i, t := range tokens {
		if t.From >= offset {
			last = i
			break
		}
		word := t.Text(src)
		switch t.Kind {
		case lexer.Keyword:
			switch word {
			case "function":
				open = append(open, frame{open: word, token: i})
			case "if", "do", "repeat":
				brackets()
				open = append(open, frame{open: word, token: i})
			case "end", "until":
				brackets()
				if len(open) > 0 {
					open = open[:len(open)-1]
				}
			case "local", "return", "break", "for", "while", "then", "else", "elseif":
				brackets()
			}
		case lexer.Operator:
			switch {
			case word == "(" || word == "{" || word == "[":
				open = append(open, frame{open: word, token: i})
			case closes[word] != "" && t.To <= offset:
				at := len(open) - 1
				for at >= 0 && len(open[at].open) == 1 && open[at].open != closes[word] {
					at--
				}
				if at >= 0 && open[at].open == closes[word] {
					open = open[:at]
				}
			case word == "," && len(open) > 0 && t.To <= offset:
				f := &open[len(open)-1]
				f.comma = append(f.comma, i)
			}
		}
	}
	for len(open) > 0 {
		f := open[len(open)-1]
		open = open[:len(open)-1]
		if f.open == "function" {
			break // its body is in no call
		}
		if f.open != "(" {
			continue
		}
		callee := calleeOf(src, tokens[:f.token])
		if callee == "" {
			continue
		}
		c := Call{Callee: callee, Open: tokens[f.token].From}
		from := f.token + 1
		for _, comma := range f.comma {
			c.Args = append(c.Args, tokens[from:comma])
			from = comma + 1
		}
		c.Args = append(c.Args, tokens[from:max(from, last)])
		return c, true
	}
	return Call{}, false
}

// calleeOf is the name in front of a parenthesis, and empty when what is there is none.
func calleeOf(src []byte, before []lexer.Token) string {
	var parts []string
	name := true
	for i := len(before) - 1; i >= 0; i-- {
		t := before[i]
		word := t.Text(src)
		if name != (t.Kind == lexer.Name) || !name && word != "." && word != ":" {
			break
		}
		parts = append(parts, word)
		name = !name
	}
	if len(parts)%2 == 0 && len(parts) > 0 {
		parts = parts[:len(parts)-1]
	}
	slices.Reverse(parts)
	return strings.Join(parts, "")
}

// IsCommand reports whether a callee runs a command: redis.call, or a local that is it.
func IsCommand(s source.Script, callee string, offset int) bool {
	lib, name, dotted := strings.Cut(callee, ".")
	if dotted {
		l := library.Find(lib)
		return l != nil && l.Member(name).IsCommand()
	}
	b := Visible(s, callee, offset)
	return b != nil && b.Init != nil && s.Facts.Value(b.Init).Lib().IsCommand()
}

// Visible is the local that a name stands for at an offset of the file; nil for none.
func Visible(s source.Script, name string, offset int) *scope.Binding {
	at, ok := s.In(offset)
	if !ok {
		return nil
	}
	var found *scope.Binding
	for _, b := range s.Facts.Bindings {
		if b.Name == name && b.Scope.From <= at && at <= b.Scope.To {
			found = b
		}
	}
	return found
}

// Command is the command that a call runs, as far as it is written, with the words after its name
// that end before the cursor. Name is its whole name. Sub says that it still lacks its sub-command.
type Command struct {
	Name  string
	Of    *command.Command
	Words []command.Word
	Sub   bool
}

// CommandOf returns the command of a call of redis.call; ok is false when it is not known.
func CommandOf(src []byte, c Call) (Command, bool) {
	if len(c.Args) < 2 {
		return Command{}, false
	}
	first := word(src, c.Args[0])
	of, ok := command.Lookup(first.Text)
	if !first.Known || !ok {
		return Command{}, false
	}
	cmd := Command{Name: of.Name, Of: of}
	for _, arg := range c.Args[1 : len(c.Args)-1] {
		cmd.Words = append(cmd.Words, word(src, arg))
	}
	if len(of.Subs) == 0 {
		return cmd, true
	}
	if len(cmd.Words) == 0 {
		cmd.Sub = true
		return cmd, true
	}
	sub, ok := of.Sub(cmd.Words[0].Text)
	if !ok || !cmd.Words[0].Known {
		return Command{}, false
	}
	cmd.Name, cmd.Of = of.Name+" "+sub.Name, sub
	return cmd, true
}

// word is what is known of an argument from its tokens alone.
func word(src []byte, tokens []lexer.Token) command.Word {
	if len(tokens) != 1 || tokens[0].Kind != lexer.String && tokens[0].Kind != lexer.Number {
		return command.Word{}
	}
	return command.Word{Text: tokens[0].Value(src), Known: true}
}
