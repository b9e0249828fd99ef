package resp

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	for _, tt := range []struct{ raw, want, err string }{
		{"+OK\r\n", "OK", ""},
		{"-ERR no\r\n", "(error) ERR no", ""},
		{"!6\r\nERR no\r\n", "(error) ERR no", ""},
		{":-7\r\n", "-7", ""},
		{",1.5\r\n", "1.5", ""},
		{"$4\r\na\r\nb\r\n", `"a\r\nb"`, ""},
		{"=5\r\ntxt:x\r\n", `"txt:x"`, ""},
		{"$-1\r\n", "(nil)", ""},
		{"*-1\r\n", "(nil)", ""},
		{"_\r\n", "(nil)", ""},
		{"*0\r\n", "[]", ""},
		{"*2\r\n:1\r\n*1\r\n$-1\r\n", "[1, [(nil)]]", ""},
		{"%1\r\n+a\r\n~1\r\n:1\r\n", "[a, [1]]", ""},
		{"", "", "EOF"},
		{"*2\r\n:1\r\n", "", "EOF"},
		{"$4\r\na", "", "EOF"},
		{"$x\r\n", "", `the server's reply is not the Redis protocol: "$x\r\n"`},
		{"*-2\r\n", "", `the server's reply is not the Redis protocol: "*-2\r\n"`},
		{"$9999999999\r\n", "", `the server's reply is not the Redis protocol: "$9999999999\r\n"`},
	} {
		r := bufio.NewReader(strings.NewReader(tt.raw + ":7\r\n")) // and what must be left alone
		if tt.err == io.EOF.Error() {
			r = bufio.NewReader(strings.NewReader(tt.raw))
		}
		v, err := Read(r)
		switch {
		case err != nil && err.Error() != tt.err, err == nil && tt.err != "":
			t.Errorf("%q: error %v, want %q", tt.raw, err, tt.err)
		case err == nil && (v.String() != tt.want || string(v.Raw) != tt.raw):
			t.Errorf("%q: %s, read as %q; want %s", tt.raw, v, v.Raw, tt.want)
		}
	}
}

// TestCommandsAreRead writes a command and reads it again.
func TestCommandsAreRead(t *testing.T) {
	var b bytes.Buffer
	if err := WriteCommand(&b, []string{"SET", "", "a\r\n\x00"}); err != nil {
		t.Fatal(err)
	}
	v, err := Read(bufio.NewReader(&b))
	if want := `["SET", "", "a\r\n\x00"]`; err != nil || v.String() != want {
		t.Errorf("%s, %v; want %s", v, err, want)
	}
}

func FuzzRead(f *testing.F) {
	for _, raw := range []string{
		"+OK\r\n", ":1\r\n", "$3\r\na\r\n\r\n", "$-1\r\n", "*2\r\n:1\r\n$-1\r\n", "%1\r\n+a\r\n,1.5\r\n", "~0\r\n", "_\r\n", "*-1\r\n", "$9999999999\r\n", "*1000000\r\n",
	} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, err := Read(bufio.NewReader(strings.NewReader(string(raw))))
		if err == nil && !strings.HasPrefix(string(raw), string(v.Raw)) {
			t.Errorf("%q was read as %q", raw, v.Raw)
		}
		_ = v.String()
	})
}
