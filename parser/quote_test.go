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
		{`"\é"`, "", 5, `a string with the unknown escape \é: there are \" \\ \n \r \t \xff`},
		{`"\q"z`, "", 4, `a string with the unknown escape \q: there are \" \\ \n \r \t \xff`},
	} {
		value, n, problem := unquote([]byte(tt.in))
		if value != tt.value || n != tt.n || problem != tt.problem {
			t.Errorf("unquote(%s) = %q, %d, %q, want %q, %d, %q", tt.in, value, n, problem, tt.value, tt.n, tt.problem)
		}
	}
}

// A message is one line without control characters, also where it cites a string as
// it is written.
func TestMessagesArePrintable(t *testing.T) {
	for script, want := range map[string]string{
		"--@name a\x00":              `"a\x00" cannot be the name of a Go function: write letters and digits, beginning with a letter, as in LikePost, or likePost for one that is not exported`,
		"--@name \x00 0":             `"\x00" cannot be the name of a Go function: write letters and digits, beginning with a letter, as in LikePost, or likePost for one that is not exported`,
		"--@returns int\"\x00\x1b\"": `found the string "\x00\x1b" right after the type: put a space between them, or remove it`,
		"--@returns \"\\\x07\"":      `expected a type, found a string with the unknown escape \\x07: there are \" \\ \n \r \t \xff`,
	} {
		_, found := load(script)
		if len(found) != 1 || found[0].Message != want {
			t.Errorf("%q: %+v, want %q", script, found, want)
		}
	}
}

func FuzzQuote(f *testing.F) {
	f.Add("a\"\\\n\x00\xff\u00e9\u2028")
	f.Fuzz(func(t *testing.T, s string) {
		q := quoted(s)
		if value, n, problem := unquote([]byte(q)); value != s || n != len(q) || problem != "" {
			t.Errorf("unquote(quoted(%q)) = %q, %d, %q", s, value, n, problem)
		}
	})
}
