package syntax

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxQuote is how much of the text a message quotes, in bytes.
const maxQuote = 40

// expected fails at the current token: what says what was expected in its place.
func (p *parser) expected(what string) { p.expectedHint(what, p.hint()) }

// expectedHint is expected with a hint of what to do, or "".
func (p *parser) expectedHint(what, hint string) {
	if p.err != nil || p.rec != nil && p.rec.panicking {
		return
	}
	message := "expected " + what + ", found " + p.found()
	if hint != "" {
		message += ": " + hint
	}
	r := p.tok.Range
	if r.To == r.From+1 && p.text[r.From] >= utf8.RuneSelf {
		_, n := utf8.DecodeRuneInString(p.text[r.From:]) // a token is only its first byte
		r.To = r.From + n
	}
	p.fail(r, message)
}

// notLast fails at what follows s, which must be the last statement of its block.
func (p *parser) notLast(s Stmt) {
	word := "return"
	if _, ok := s.(*BreakStmt); ok {
		word = "break"
	}
	hint := p.hint()
	if hint == "" {
		hint = "it must be the last statement of its block; 'do " + word + " end' may be anywhere"
	}
	p.expectedHint("the end of the block after '"+word+"'", hint)
}

// notAssignable fails at what follows x, a target that Lua cannot assign to.
func (p *parser) notAssignable(x Expr) {
	what := "a call"
	if _, ok := x.(*ParenExpr); ok {
		what = "an expression in parentheses"
	}
	p.fail(p.tok.Range, "found "+what+" before "+p.found()+" where a statement was expected: Lua assigns only to variables and fields, and a statement is a call or an assignment")
}

// notStatement fails at what follows x, which is no statement on its own.
func (p *parser) notStatement(x Expr) {
	if p.err != nil {
		return
	}
	hint := p.hint()
	if name, ok := x.(*NameExpr); ok {
		switch {
		case name.Name == "goto" && p.tok.kind == tokName:
			hint = "Lua 5.1 has no goto"
		case name.Name == "continue":
			hint = "Lua has no continue; put the rest of the loop's body into an 'if'"
		}
	}
	p.expectedHint("'=' or the arguments of a call after "+p.quote(x.Span()), hint)
}

// found describes the current token.
func (p *parser) found() string {
	if p.tok.kind == tokEOF {
		return "end of script"
	}
	return p.quote(p.tok.Range)
}

// quote is a piece of the text as a message shows it.
func (l *lexer) quote(r Range) string {
	s := l.text[r.From:r.To]
	if len(s) == 1 && s[0] >= utf8.RuneSelf {
		if c, n := utf8.DecodeRuneInString(l.text[r.From:]); n > 1 {
			return fmt.Sprintf("%+q", c)
		}
		return fmt.Sprintf("byte 0x%02x", s[0])
	}
	if len(s) > maxQuote {
		s = strings.ToValidUTF8(s[:maxQuote], "") + "…"
	}
	if strings.ContainsFunc(s, func(c rune) bool { return !strconv.IsPrint(c) || c == utf8.RuneError }) {
		return strconv.Quote(s)
	}
	if len(s) > 1 && strings.IndexByte(`'"[`, s[0]) >= 0 {
		return s // a string: it has its own quotes
	}
	return "'" + s + "'"
}

// at says on which line something is that was opened on another one.
func (p *parser) at(open int) string {
	line := lineOf(p.text, open)
	if line == lineOf(p.text, p.tok.From) && p.tok.kind != tokEOF {
		return ""
	}
	return " at line " + strconv.Itoa(line)
}

// hint says what to do about the current token.
func (p *parser) hint() string {
	if p.tok.kind == '=' {
		return "'=' assigns, '==' compares"
	}
	return p.foreign()
}

// nameHint is hint where a name should be.
func (p *parser) nameHint() string {
	if p.tok.kind >= tokAnd {
		return "'" + p.tok.kind.String() + "' is a reserved word"
	}
	return p.foreign()
}

// foreign says what to do about a current token that other languages have, or
// other versions of Lua.
func (p *parser) foreign() string {
	rest := p.text[p.tok.From:]
	before := strings.TrimRight(p.text[:p.tok.From], " \t")
	starts := func(prefix string) bool { return strings.HasPrefix(rest, prefix) }
	switch {
	case p.tok.kind == tokEOF:
		return ""
	case p.tok.From == 0 && starts("\ufeff"):
		return "the script starts with a UTF-8 byte order mark, which Redis refuses; save the file without it"
	case rest[0] >= utf8.RuneSelf:
		return "only strings and comments may hold characters outside ASCII"
	case starts("!="):
		return "Lua's operator is '~='"
	case starts("!"):
		return "Lua's operator is 'not'"
	case starts("&&"):
		return "Lua's operator is 'and'"
	case starts("||"):
		return "Lua's operator is 'or'"
	case starts("++"), starts("--"):
		return "Lua has no increments; write x = x + 1"
	case starts("//"), strings.HasSuffix(before, "/") && starts("/"):
		return "Lua 5.1 has no '//'; a comment starts with '--', an integer division is math.floor(a / b)"
	case starts("::"):
		return "Lua 5.1 has no labels"
	case starts("<const>"), starts("<close>"):
		return "Lua 5.1 has no attributes of local variables"
	case starts("&"), starts("|"), starts("~"), starts("<<"), starts(">>"), strings.HasSuffix(before, "<") && starts("<"), strings.HasSuffix(before, ">") && starts(">"):
		return "Lua 5.1 has no bit operators; use bit.band, bit.bor, bit.bxor, bit.lshift"
	case len(rest) > 1 && strings.IndexByte("+-*/%^", rest[0]) >= 0 && rest[1] == '=', starts("..="):
		return "Lua has no assignment operators; write x = x + y"
	case p.tok.kind == ';':
		return "Lua 5.1 has no empty statement; remove the ';'"
	case starts("#"):
		return "a comment starts with '--', and only the very first line may start with '#!'"
	case starts("?"):
		return "Lua has no '?'; write a and b or c"
	}
	return ""
}
