package generator

import (
	"go/scanner"
	"go/token"
	"io"
	"strconv"
	"strings"
	"testing"
)

// openEmpty gives go/build an empty Go file.
func openEmpty(string) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader("package p\n")), nil
}

// evaluate concatenates Go string literals, after scanning them as Go does.
func evaluate(tb testing.TB, literals []string) string {
	tb.Helper()
	src := []byte(strings.Join(literals, " +\n"))
	var s scanner.Scanner
	fset := token.NewFileSet()
	s.Init(fset.AddFile("", fset.Base(), len(src)), src, func(pos token.Position, msg string) { tb.Fatalf("%s: %s", pos, msg) }, scanner.ScanComments)
	var text strings.Builder
	for {
		_, tok, lit := s.Scan()
		switch tok {
		case token.EOF:
			return text.String()
		case token.STRING:
			part, err := strconv.Unquote(lit)
			if err != nil {
				tb.Fatal(err)
			}
			text.WriteString(part)
		case token.ADD, token.SEMICOLON:
		default:
			tb.Fatalf("%s %s is no part of a string", tok, lit)
		}
	}
}

func TestSourceLiterals(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		literals   int
	}{
		{"empty", "", 1},
		{"plain", "return 1\n", 1},
		{"lines", "a\nb\n\nc", 1},
		{"backquote", "a\n`\nb", 3},
		{"only newlines and a backquote", "\n\n`\n", 3},
		{"CRLF", "a\r\nb\r\n", 2},
		{"NUL", "a\x00b", 1},
		{"BOM", "\ufeffa\nb", 2},
		{"invalid UTF-8", "\xff\n\xfe", 2},
		{"bidirectional", "a\u202eb\nc", 2},
		{"tab", "\ta\n", 1},
		{"many lines", strings.Repeat("`\n", 10_000), 1667},
	} {
		literals := sourceLiterals(tt.text)
		if got := evaluate(t, literals); got != tt.text {
			t.Errorf("%s: the literals give %q, want %q", tt.name, got, tt.text)
		}
		if len(literals) != tt.literals {
			t.Errorf("%s: %d literals, want %d", tt.name, len(literals), tt.literals)
		}
	}
}

func FuzzSourceLiterals(f *testing.F) {
	for _, seed := range []string{"", "return 1\n", "`", "\r\n", "\x00\xff", "\ufeff", "\u202e", "a\nb\n`c"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if got := evaluate(t, sourceLiterals(string(text))); got != string(text) {
			t.Errorf("the literals give %q, want %q", got, text)
		}
	})
}
