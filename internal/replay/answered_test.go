package replay

import (
	"bufio"
	"context"
	"strings"
	"testing"

	"github.com/luagen/luagen/internal/resp"
)

func TestAnswered(t *testing.T) {
	s, _, returns := load(t, "--@returns tuple(n:int, name:string)\n--@error ErrNone -1\nlocal x = 1\nreturn {x, 'a'}\n")
	call, err := New(s, returns, Inputs{})
	if err != nil {
		t.Fatal(err)
	}
	for raw, want := range map[string]string{
		"*2\r\n:7\r\n$3\r\nx\r\n\r\n": "n:    7\nname: \"x\\r\\n\"",
		":-1\r\n":                     "s.lua: ErrNone",
		"-ERR user_script:4: attempt to do it script: f8a6d7ae1c5d7ea0a0c7ab3c8d9e4a56b7c8d9e0, on @user_script:4.\r\n": "s.lua:4: ERR attempt to do it",
		"+OK\r\n": `s.lua: the reply: expected tuple of 2, got status "OK"`,
	} {
		reply, err := resp.Read(bufio.NewReader(strings.NewReader(raw)))
		if err != nil {
			t.Fatal(err)
		}
		out := call.Answered(context.Background(), reply)
		got := out.Value.String()
		if out.Err != nil {
			got = out.Err.Error()
		}
		if got != want {
			t.Errorf("%q: got\n%s\nwant\n%s", raw, got, want)
		}
	}
}
