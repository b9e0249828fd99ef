package parser

import "testing"

func TestUnquote(t *testing.T) {
	for _, tt := range []struct {
		in, value string
		n         int
		problem   string
	}{
		{`"" x`, "", 2, ""},
		{`"a\"b\\\n\r\t\x00\xfF"`, "a\"b\\\n\r\t\x00\xff", 22, ""},
		{"\"\xff\"", "\xff", 3, ""},
		{`"abc`, "", 4, "a string without its closing quote"},
		{`"abc\`, "", 5, "a string without its closing quote"},
		{`"\x1"`, "1", 5, `a string with a bad \x escape: two hexadecimal digits follow it`},
		{`"\q"z`, "", 4, `a string with the unknown escape \q: there are \" \\ \n \r \t \xff`},
	} {
		value, n, problem := unquote([]byte(tt.in))
		if value != tt.value || n != tt.n || problem != tt.problem {
			t.Errorf("unquote(%s) = %q, %d, %q, want %q, %d, %q", tt.in, value, n, problem, tt.value, tt.n, tt.problem)
		}
	}
}

func FuzzQuote(f *testing.F) {
	f.Add("a\"\\\n\x00\xff\u00e9\u2028")
	f.Fuzz(func(t *testing.T, s string) {
		q := quote(s)
		if value, n, problem := unquote([]byte(q)); value != s || n != len(q) || problem != "" {
			t.Errorf("unquote(quote(%q)) = %q, %d, %q", s, value, n, problem)
		}
	})
}
