package replay

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestInputs types keys and arguments in and compares what is sent: the number of keys,
// the keys, the arguments.
func TestInputs(t *testing.T) {
	for _, tt := range []struct {
		header     string
		keys, args []string
		want       string
		err        string
	}{
		{header: "--@keys a b", keys: []string{"b=2", "1"}, want: `"2" "1" "2"`},
		{header: "--@keys locks... owner", keys: []string{"x", "y", "z"}, want: `"3" "x" "y" "z"`},
		{header: "--@keys pair(from to)...", keys: []string{"x", "y", "z"}, err: "pair comes in groups of 2 values; found 3"},
		{header: "--@key k = p:<id:uint>:<on:bool>:<at:time(ms)>:<mode:enum(fast=f)>", keys: []string{"7", "true", "1500", "fast"}, want: `"1" "p:7:1:1500:f"`},
		{header: "--@key k = p:<id>\n--@arg id", args: []string{"7"}, want: `"1" "p:7" "7"`},
		{header: "--@key k = p:<id>\n--@arg id", keys: []string{"id=7"}, want: `"1" "p:7" "7"`},
		{header: "--@key k = p:<id>\n--@arg id", keys: []string{"id=7"}, args: []string{"id=7"}, err: "--arg id is given twice"},
		{header: "--@key k = p:<id>\n--@arg id", keys: []string{"7"}, err: "--key 7: the script needs no more of them"},
		{header: "--@key k = p:<id>\n--@arg id", err: "no value for id; give it with id=VALUE"},
		{header: "--@key k = p:{<at:time(s)>}", keys: []string{"0001-01-01T00:00:00Z"}, err: `s.lua: KEYS[1]: the time is zero, as one that was never set; pass a time, or declare the argument optional and pass nil`},
		{header: "--@key k = p:<f:float>", keys: []string{"nan"}, err: `s.lua: argument f: NaN cannot be sent; pass a finite number`},
		{header: "--@arg f:float...", args: []string{"1", "-inf"}, err: `s.lua: argument f: -Inf cannot be sent; pass a finite number`},
		{header: "--@key k = p:<id:int>", keys: []string{"x"}, err: `id: "x" is not of the type int; expected a whole number`},

		{header: "--@arg n:int", args: []string{"-7"}, want: `"0" "-7"`},
		{header: "--@arg n:int", args: []string{"7.5"}, err: `n: "7.5" is not of the type int; expected a whole number`},
		{header: "--@arg n:uint", args: []string{"18446744073709551615"}, want: `"0" "18446744073709551615"`},
		{header: "--@arg n:uint", args: []string{"-1"}, err: `n: "-1" is not of the type uint; expected a whole number that is not negative`},
		{header: "--@arg n:float", args: []string{"1.50"}, want: `"0" "1.5"`},
		{header: "--@arg n:float", args: []string{"x"}, err: `n: "x" is not of the type float; expected a number`},
		{header: "--@arg n:float", args: []string{"inf"}, err: `s.lua: argument n: +Inf cannot be sent; pass a finite number`},
		{header: "--@arg on:bool", args: []string{"false"}, want: `"0" "0"`},
		{header: "--@arg on:bool", args: []string{"maybe"}, err: `on: "maybe" is not of the type bool; expected true or false`},
		{header: "--@arg at:time(s)", args: []string{"2026-01-02T15:04:05Z"}, want: `"0" "1767366245"`},
		{header: "--@arg at:time(us)", args: []string{"-1500000"}, want: `"0" "-1500000"`},
		{header: "--@arg at:time(s)", args: []string{"noon"}, err: `at: "noon" is not of the type time(s); expected a time such as 2026-01-02T15:04:05Z, a Unix time in that unit, or now`},
		{header: "--@arg ttl:duration(s)", args: []string{"1500ms"}, want: `"0" "2"`},
		{header: "--@arg data:json", args: []string{`{"a": 1}`}, want: `"0" "{\"a\": 1}"`},
		{header: "--@arg data:json", args: []string{`{a: 1}`}, err: `s.lua: argument data: "{a: 1}" is not JSON; pass one valid JSON value`},
		{header: "--@arg data:msgpack(any)", args: []string{`[1, 1.5, {"a": -2}]`}, want: `"0" "\x93\x01\xcb?\xf8\x00\x00\x00\x00\x00\x00\x81\xa1a\xfe"`},
		{header: "--@arg data:msgpack(any)", args: []string{`[1`}, err: `data: "[1" is not of the type msgpack(any); expected JSON, which is packed on the way`},
		{header: "--@arg mode:enum(fast=1, slow=2)", args: []string{"slow"}, want: `"0" "2"`},
		{header: "--@arg mode:enum(fast=1, slow=2)", args: []string{"1"}, want: `"0" "1"`},
		{header: "--@arg mode:enum(fast, slow)", args: []string{"quick"}, err: `mode: "quick" is none of fast, slow`},

		{header: "--@arg on:bool('yes', 'no')", args: []string{"no"}, want: `"0" "no"`},
		{header: "--@arg on:bool('yes', 'no')", args: []string{"true"}, want: `"0" "yes"`},
		{header: "--@arg on:bool('yes', 'no')", args: []string{"y"}, err: `on: "y" is not of the type bool("yes", "no"); expected true or false, or "yes" or "no"`},
		{header: "--@arg ttl:duration(s, trunc)", args: []string{"1999ms"}, want: `"0" "1"`},
		{header: "--@arg ttl:duration(s, exact)", args: []string{"2s"}, want: `"0" "2"`},
		{header: "--@arg ttl:duration(s, exact)", args: []string{"1999ms"}, err: `s.lua: argument ttl: 1.999s is not a whole number of 1s; round it first`},
		{header: "--@arg ttl:duration(s, frac)", args: []string{"1999ms"}, want: `"0" "1.999"`},
		{header: "--@arg ttl:duration(ms, frac)", args: []string{"-0.25"}, want: `"0" "-0.25"`},
		{header: "--@arg ttl:duration(s)", args: []string{"0.25"}, err: `ttl: "0.25" is not of the type duration(s); expected a duration such as 5s or 1h30m, or a number in that unit`},
		{header: "--@arg at:time(s, frac)", args: []string{"1767366245.25"}, want: `"0" "1767366245.25"`},
		{header: "--@arg at:time(s, frac)", args: []string{"2026-01-02T15:04:05.5Z"}, want: `"0" "1767366245.5"`},
		{header: "--@arg at:time(s)", args: []string{"0001-01-01T00:00:00Z"}, err: `s.lua: ARGV[1]: the time is zero, as one that was never set; pass a time, or declare the argument optional and pass nil`},
		{header: "--@arg data:bytes", args: []string{"a"}, want: `"0" "a"`},
		{header: "--@arg data:text(url.URL)\n--@import \"net/url\"", args: []string{"a"}, want: `"0" "a"`},
		{header: "--@arg n:int(time.Month)\n--@import \"time\"", args: []string{"7"}, want: `"0" "7"`},
		{header: "--@key k = t:{<q>}:p\n--@arg pre = t:{<q>}:<n:int>:\n--@arg n:int\n--@arg own = t:<m>:", keys: []string{"q=a"}, args: []string{"n=5", "m=x"}, want: `"1" "t:{a}:p" "t:{a}:5:" "5" "t:x:"`},
		{header: "--@arg p = p:{<id>}:", args: []string{"id="}, err: `s.lua: ARGV[1]: id is empty, and it is part of the hash tag of the keys built from this; pass a value`},
		{header: "--@arg p = p:{<id>}:", args: []string{"p=x"}, err: `--arg p=x: p is the template p:{<id>}:; give its placeholders`},
		{header: "--@key k = p:{<id>}", keys: []string{""}, err: `s.lua: KEYS[1]: id is empty, and it is part of the hash tag of the key; pass a value`},
		{header: "--@key k = p:<id>", keys: []string{""}, want: `"1" "p:"`},
		{header: "--@key k = <on:bool('y', 'n')>:<cut:duration(s, trunc)>:<part:duration(s, frac)>:<f:float>", keys: []string{"y", "1500ms", "1500ms", "0.5"}, want: `"1" "y:1:1.5:0.5"`},
		{header: "--@args a, b?:int, c", args: []string{"c=3", "1"}, want: `"0" "1" "" "3"`},
		{header: "--@args a, b?:int", args: []string{"1"}, want: `"0" "1"`},
		{header: "--@args rows:tuple(id:string, n:int)...", args: []string{"x", "1", "y", "2"}, want: `"0" "x" "1" "y" "2"`},
		{header: "--@args rows:tuple(id:string, n:int)...", args: []string{"x", "y"}, err: `rows.n: "y" is not of the type int; expected a whole number`},
		{header: "--@args by:map[string]int...", args: []string{"by=a=1", "by=b=2"}, want: `"0" "a" "1" "b" "2"`},
		{header: "--@args by:map[string]int...", args: []string{"a"}, err: "--arg by=a: expected by=FIELD=VALUE"},
		{header: "--@args by:map[int]int...", args: []string{"by=x=1"}, err: `by: "x" is not of the type int; expected a whole number`},
		{header: "--@args by:map[string]int...", args: []string{"by=a=x"}, err: `by: "x" is not of the type int; expected a whole number`},
		{header: "--@keys pair(from to)...\n--@args pair:tuple(n:int)...", keys: []string{"x", "y", "z", "w"}, args: []string{"1", "2"},
			want: `"4" "x" "y" "z" "w" "1" "2"`},
		{header: "--@keys pair(from to)...\n--@args pair:tuple(n:int)...", keys: []string{"x", "y"}, args: []string{"1", "2"},
			err: "pair has keys and arguments, as many groups of each; found 1 of keys and 2 of arguments"},
		{header: "--@arg a", args: []string{"a=1", "a=2"}, err: "--arg a is given twice"},
		{header: "--@arg a", err: "no value for a; give it with a=VALUE"},
		{header: "--@keys\n--@arg a", keys: []string{"k"}, args: []string{"1"}, err: "--key k: the script needs no more of them"},
		{header: "--@arg amount:int", args: []string{"amuont=1"}, err: "--arg amuont=1: no such name; did you mean amount?"},

		{keys: []string{"k"}, args: []string{"x=1"}, want: `"1" "k" "x=1"`}, // without a header, all as it is
	} {
		t.Run(fmt.Sprintf("%s %q %q", tt.header, tt.keys, tt.args), func(t *testing.T) {
			s, _, returns := load(t, tt.header+"\nreturn 1\n")
			call, err := New(s, returns, Inputs{Keys: tt.keys, Args: tt.args})
			var words []any
			if err == nil {
				words, err = call.Command(t.Context())
			} else if wrong := (*InputError)(nil); !errors.As(err, &wrong) {
				t.Errorf("a mistake in the inputs is a %T", err)
			}
			got := strings.Trim(fmt.Sprintf("%q", words), "[]")
			if err != nil && err.Error() != tt.err || err == nil && (tt.err != "" || got != tt.want) {
				t.Errorf("sends %s, error %v; want %s, %s", got, err, tt.want, tt.err)
			}
		})
	}
}
