package gosource

import (
	"bytes"
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/luagen/luagen/diag"
)

// literal returns the text of a string literal, which starts at an offset of its file.
func literal(in source, offset int, lit *ast.BasicLit) (diag.Hosted, bool) {
	if lit.Kind != token.STRING || len(lit.Value) < 2 || offset+len(lit.Value) > len(in.content) {
		return diag.Hosted{}, false
	}
	inner := lit.Value[1 : len(lit.Value)-1]
	p := diag.Piece{Host: in.host, From: offset + 1, To: offset + 1 + len(inner)}
	if lit.Value[0] == '`' {
		// go/scanner leaves out carriage returns, as the compiler does.
		rest := in.content[offset+1:]
		inner = string(rest[:max(bytes.IndexByte(rest, '`'), 0)])
		p.To = offset + 1 + len(inner)
		p.Text, p.Quote = inner, quoteRaw
		if strings.IndexByte(inner, '\r') >= 0 {
			p.Text, p.At = withoutReturns(inner, p.From)
		}
		return diag.HostedIn(p), true
	}
	p.Quote = quoteInterpreted
	var ok bool
	if p.Text, p.At, ok = interpreted(inner, p.From); !ok {
		return diag.Hosted{}, false
	}
	return diag.HostedIn(p), true
}

// withoutReturns returns what a raw literal denotes, and where each byte stands.
func withoutReturns(inner string, offset int) (text string, at []int) {
	var b strings.Builder
	for i := range len(inner) {
		if inner[i] != '\r' {
			b.WriteByte(inner[i])
			at = append(at, offset+i)
		}
	}
	return b.String(), at
}

// interpreted returns what an interpreted literal denotes, and where each byte stands.
func interpreted(inner string, offset int) (text string, at []int, ok bool) {
	var b strings.Builder
	for rest := inner; rest != ""; {
		from := offset + len(inner) - len(rest)
		r, multibyte, tail, err := strconv.UnquoteChar(rest, '"')
		if err != nil {
			return "", nil, false
		}
		escape := rest[0] == '\\'
		start := b.Len()
		if r < utf8.RuneSelf || !multibyte {
			b.WriteByte(byte(r))
		} else {
			b.WriteRune(r)
		}
		for i := start; i < b.Len(); i++ {
			if escape {
				at = append(at, from)
			} else {
				at = append(at, from+i-start)
			}
		}
		rest = tail
	}
	return b.String(), at, true
}

// quoteRaw writes text inside of a raw literal, which cannot hold every byte.
func quoteRaw(text string) (string, bool) {
	return text, !strings.ContainsAny(text, "`\r") && utf8.ValidString(text)
}

// quoteInterpreted writes text inside of an interpreted literal.
func quoteInterpreted(text string) (string, bool) {
	q := strconv.Quote(text)
	return q[1 : len(q)-1], true
}

// quoteFile writes text inside of an embedded file.
func quoteFile(text string) (string, bool) { return text, true }
