package runtime

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/internal/wire"
	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// Scripts with every kind of reply that Lua can give, and for each the decoders
// that must accept it; all others must refuse it, and the next call on the
// connection must get its own reply.
var replyKinds = []struct {
	source  string
	accepts string // names of decoders, separated by spaces
}{
	{"return 1", "int uint float frac bool any"},
	{"return 7", "int uint float frac any"},
	{"return -7", "int float frac any"},
	{"return 3.99", "int uint float frac any"},
	{"return 0/0", "int float any"},
	{"return '1'", "int uint float frac bool string bytes any"},
	{"return '12.5'", "float frac string bytes any"},
	{"return 'a\\0\\255\\r\\n'", "string bytes any"},
	{"return ''", "string bytes any"},
	{"return 'OK'", "string bytes ok any"},
	{"return 'true'", "string bytes word any"},
	{"return {ok='false'}", "string bytes ok word any"},
	{"return '-0.25'", "float frac string bytes any"},
	{"return '1.5e3'", "float frac string bytes any"},
	{"return '1e30'", "float string bytes any"},
	{"return string.rep('x', 100000)", "string bytes any"},
	{"return '9223372036854775807'", "int uint float string bytes any"},
	{"return '1234567890123456789'", "int uint float string bytes any"},
	{"return {ok='OK'}", "string bytes ok any"},
	{"return {ok=''}", "string bytes ok any"},
	{"return nil", "bool any optional optionalTuple"},
	{"return false", "bool any optional optionalTuple"},
	{"return true", "int uint float frac bool any"},
	{"return {}", "ints strings map any optionalTuple"},
	{"return {1, 2}", "ints map any tuple"},
	{"return {1, 'b'}", "any tuple map"},
	{"return {'a', 2}", "map any"},
	{"return {'a', 'b'}", "strings map any"},
	{"return {1, nil, 3}", "ints any"},
	{"return {1, false, 3}", "any"},
	{"return {1, {2, {3, {4}}}}", "any tuple"},
	{"return {1, {err='ERR inside'}}", "any tuple"},
	{"return {map={a=1}}", "map any"},
	{"return {set={a=true}}", "strings any"},
	{"return {double=1.5}", "float frac any"},
	{"return {big_number='12345678901234567890'}", "any"},
	{"return {verbatim_string={format='txt', string='body'}}", "string bytes any"},
	{"local r = {} for i = 1, 20000 do r[i] = i end return r", "ints map any"},
	{"local r = {} for i = 1, 5000 do r[i] = 's' .. i end return r", "strings map any"},
	{"redis.setresp(3) return redis.call('HGETALL', 'none')", "map any optionalTuple"},
	{"redis.setresp(3) return true", "bool any"},
	{"redis.setresp(3) return {true, false}", "any"},
	{"return {err='MYCODE text'}", ""},
	{"error('raised')", ""},
	{"return redis.call('NOSUCH')", ""},
}

func run[T any](decode func(*Decoder) T) func(*Script, Client) error {
	return func(s *Script, c Client) error {
		_, err := Run(context.Background(), c, call(s, decode, nil))
		return err
	}
}

var replyDecoders = map[string]func(*Script, Client) error{
	"int":    run((*Decoder).Int),
	"uint":   run((*Decoder).Uint),
	"float":  run((*Decoder).Float),
	"bool":   run((*Decoder).Bool),
	"string": run((*Decoder).String),
	"bytes":  run((*Decoder).Bytes),
	"ok":     run((*Decoder).OK),
	"word":   run(func(d *Decoder) bool { return d.BoolWord("true", "false") }),
	"frac":   run(func(d *Decoder) time.Duration { return d.DurationFrac(time.Second) }),
	"any":    run((*Decoder).Any),
	"ints":   run((*Decoder).Ints),
	"strings": run(func(d *Decoder) []string {
		return Slice(d, (*Decoder).String)
	}),
	"map": run(func(d *Decoder) map[string]int64 {
		return Map(d, func(d *Decoder) string {
			if d.IsInt() {
				return fmt.Sprint(d.Int())
			}
			return d.String()
		}, func(d *Decoder) int64 {
			if d.IsString() {
				_ = d.String()
				return 0
			}
			return d.Int()
		})
	}),
	"tuple": run(func(d *Decoder) (n int64) {
		d.Tuple(2, 2)
		n = d.Field("n").Int()
		_ = d.Field("x").IsNil()
		Discard(d)
		d.End()
		return n
	}),
	"optional":      run(func(d *Decoder) Optional[string] { return Opt(d, strictNil) }),
	"optionalTuple": run(func(d *Decoder) Optional[string] { return OptOrEmpty(d, strictNil) }),
}

// strictNil accepts nothing, so that the optional decoders accept only nil.
func strictNil(d *Decoder) string {
	d.Mismatch("nothing but nil")
	Discard(d)
	return ""
}

func TestReplyMatrix(t *testing.T) {
	server := redistest.Start(t)
	old := server.Before("7.0")
	next := script("next.lua", "return {'next', ARGV[1]}")
	for _, protocol := range []int{2, 3} {
		conn := server.Client(protocol).Conn()
		t.Cleanup(func() { conn.Close() })
		before := connection(t, conn)
		for i, kind := range replyKinds {
			if old && (strings.Contains(kind.source, "big_number") || strings.Contains(kind.source, "verbatim_string")) {
				continue // came with Redis 7.0
			}
			s := script("t.lua", kind.source)
			accepts := strings.Fields(acceptedOn(protocol, kind.source, kind.accepts))
			for name, decode := range replyDecoders {
				err := decode(s, conn)
				wanted := false
				for _, a := range accepts {
					wanted = wanted || a == name
				}
				if (err == nil) != wanted {
					t.Errorf("RESP%d: %s as %s: %v", protocol, kind.source, name, err)
				}
				tag := fmt.Sprintf("%d %s", i, name)
				got, err := Run(context.Background(), conn, call(next, func(d *Decoder) []string { return Slice(d, (*Decoder).String) }, nil, tag))
				if err != nil || len(got) != 2 || got[1] != tag {
					t.Fatalf("RESP%d: after %s as %s: got %q, %v", protocol, kind.source, name, got, err)
				}
			}
		}
		if after := connection(t, conn); after != before {
			t.Errorf("RESP%d: connection %d was replaced by %d", protocol, before, after)
		}
	}
}

// acceptedOn corrects the decoders for replies that are not alike on both
// protocols.
func acceptedOn(protocol int, source, accepts string) string {
	if protocol == 3 {
		switch source {
		case "return {map={a=1}}":
			return "map any"
		case "return {big_number='12345678901234567890'}":
			return "uint any"
		case "redis.setresp(3) return true":
			return "bool any"
		}
		return accepts
	}
	switch source {
	case "return {double=1.5}":
		return "float frac string bytes any"
	case "return {big_number='12345678901234567890'}":
		return "uint float string bytes any"
	case "redis.setresp(3) return redis.call('HGETALL', 'none')":
		return "ints strings map any optionalTuple"
	case "redis.setresp(3) return true":
		return "int uint float frac bool any"
	case "redis.setresp(3) return {true, false}":
		return "ints map any tuple"
	}
	return accepts
}

func connection(t *testing.T, c *redis.Conn) int64 {
	t.Helper()
	id, err := c.ClientID(context.Background()).Result()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Bytes that no Redis sends. A reply that is well formed leaves the connection
// in step; any other ends it.
func TestOddBytes(t *testing.T) {
	deep := strings.Repeat("*1\r\n", wire.MaxDepth-1) + ":1\r\n"
	for name, test := range map[string]struct {
		reply string
		err   string
	}{
		"attribute":               {"|1\r\n+a\r\n*1\r\n+b\r\n:5\r\n", ""},
		"attribute and error":     {"|1\r\n+a\r\n+b\r\n-ERR no\r\n", "t.lua: ERR no"},
		"attribute in array":      {"*2\r\n|1\r\n+a\r\n+b\r\n:1\r\n:2\r\n", "t.lua: the reply: expected int, got array of 2"},
		"blob error":              {"!6\r\nERR no\r\n", "t.lua: ERR no"},
		"empty blob error":        {"!0\r\n\r\n", "t.lua: "},
		"nil blob error":          {"!-1\r\n", "t.lua: the reply: expected int, got nil" + "; add ? to the type if it may be absent"},
		"push as reply":           {"*1\r\n>1\r\n:1\r\n", "t.lua: the reply: expected int, got array of 1"},
		"empty line status":       {"+\r\n", `t.lua: the reply: expected int, got status ""`},
		"resp3 nil":               {"_\r\n", "t.lua: the reply: expected int, got nil" + "; add ? to the type if it may be absent"},
		"nested nil aggregates":   {"*3\r\n*-1\r\n%-1\r\n~-1\r\n", "t.lua: the reply: expected int, got array of 3"},
		"deep":                    {deep, "t.lua: the reply: expected int, got array of 1"},
		"too deep":                {strings.Repeat("*1\r\n", wire.MaxDepth+1), "the reply is nested more than 4096 levels deep"},
		"endless map":             {"%9223372036854775807\r\n", `the reply has an aggregate of "9223372036854775807" elements`},
		"overflowing string":      {"$9223372036854775807\r\n", `the reply has a string of "9223372036854775807" bytes`},
		"string without a length": {"$\r\n", `the reply has a string of "" bytes`},
		"negative length":         {"*-2\r\n", `redis: invalid reply: "*-2"`},
		"unknown type":            {"?1\r\n", `redis: can't read raw reply: "?1"`},
		"truncated":               {"*2\r\n:1\r\n" + hangUp, "EOF"},
		"truncated string":        {"$1000000000\r\nabc" + hangUp, "EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			server := &canned{reply: func(words []string) string {
				if words[len(words)-1] == "odd" {
					return test.reply
				}
				return ":42\r\n"
			}}
			client := server.client(t, 3)
			_, err := eval(t, client, "return 1", (*Decoder).Int, "odd")
			wantText(t, err, test.err)
			if n, err := eval(t, client, "return 1", (*Decoder).Int, "next"); n != 42 || err != nil {
				t.Errorf("next call: %d, %v", n, err)
			}
		})
	}
}
