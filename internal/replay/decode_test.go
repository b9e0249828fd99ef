package replay

import (
	"fmt"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/redistest"
)

// replyTest is a reply, the type that the header declares for it, with more lines of the
// header perhaps, and what is printed.
type replyTest struct{ returns, reply, want string }

// testReplies runs scripts that return the replies, by either protocol.
func testReplies(t *testing.T, tests []replyTest) {
	server := redistest.Start(t)
	for protocol := 2; protocol <= 3; protocol++ {
		client := redis.NewClient(&redis.Options{Addr: server.Addr, Protocol: protocol, MaxRetries: -1})
		defer client.Close()
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%s %s RESP%d", tt.returns, tt.reply, protocol), func(t *testing.T) {
				s, _, returns := load(t, "--@returns "+tt.returns+"\nreturn "+tt.reply+"\n")
				if got := told(t, s, returns, client); got != tt.want {
					t.Errorf("got\n%s\nwant\n%s", got, tt.want)
				}
			})
		}
	}
}

func TestReplies(t *testing.T) {
	testReplies(t, []replyTest{
		{"uint", "7", "7"},
		{"bytes", `'a\0'`, `"a\x00"`},
		{"duration(ms)", "1500", "1.5s"},
		{"json(any)", `'{"a": 1}'`, `{"a": 1}`},
		{"msgpack(any)", "cmsgpack.pack({1, {a = 'b'}})", "- 1\n- a: \"b\""},
		{"hash(id:int, name?:string)", "{'id', 7, 'more', 'x'}", "id:   7\nname: nil"},
		{"hash(id:int)", "{'name', 'x'}", `s.lua: the reply at id: expected int, got nothing; add ? to the type if it may be absent`},
		{"hash(id:int)?", "{}", "nil"},
		{"map[int]string", "{'2', 'b', '1', 'a'}", "1: \"a\"\n2: \"b\""},
		{"tuple(1, n:int)", "{2, 5}", "s.lua: the reply at [0]: expected 1, got integer 2"},
		{`tuple("OK", n:int)`, "{'OK', 5}", "n: 5"},
		{"enum(on=1, off=0)", "2", "s.lua: the reply: expected one of 1, 0, got integer 2"},
		{"enum(up=asc, down=desc)", "'desc'", "down"},
		{"ok", "'x'", `s.lua: the reply: expected ok, got string "x"`},
		{"string", "1", "s.lua: the reply: expected string, got integer 1"},
		{"ok", "'OK'", "ok"},
		{"bool('yes', 'no')", "'no'", "false"},
		{"bool('yes', 'no')", "1", `s.lua: the reply: expected bool of "yes" and "no", got integer 1`},
		{"duration(s, frac)", "'1.5'", "1.5s"},
		{"duration(s, trunc)", "'1.5'", `s.lua: the reply: expected duration(s), got string "1.5"`},
		{"time(s, frac)", "'1.5'", "1970-01-01T00:00:01.5Z"},
	})
}

func TestDeclaredErrors(t *testing.T) {
	const header = `string
--@error ErrFull -1  no room is left
--@error ErrBusy "busy"
--@error ErrGone nil
--@error ErrTaken TAKEN  somebody else has it
--@error ErrLost error "NOT FOUND"`
	testReplies(t, []replyTest{
		{header, "'free'", `"free"`},
		{header, "-1", "s.lua: ErrFull: no room is left"},
		{header, "'busy'", "s.lua: ErrBusy"},
		{header, "redis.status_reply('busy')", "s.lua: ErrBusy"},
		{header, "false", "s.lua: ErrGone"},
		{header, "redis.error_reply('TAKEN by ada')", "s.lua: ErrTaken: somebody else has it"},
		{header, "{err = 'NOT FOUND'}", "s.lua: ErrLost"},
		{header, "{err = 'NOT HERE'}", "s.lua: NOT HERE"},
		{header, "-2", "s.lua: the reply: expected string, got integer -2"},
	})
}

func TestVariantsAreToldApart(t *testing.T) {
	const liked = "Liked(1, likes:int) | Refused(0, reason:string)"
	testReplies(t, []replyTest{
		{liked, "{1, 7}", "Liked\n  likes: 7"},
		{liked, "{0, 'busy'}", "Refused\n  reason: \"busy\""},
		{liked, "{1, 'x'}", `s.lua: the reply at likes: expected int, got string "x"`},
		{liked, "{2, 7}", "s.lua: the reply: expected " + liked + ", got array of 2: integer 2, integer 7"},
		{"Found:hash(id:int) | Missing(0)", "{'id', 7}", "Found\n  id: 7"},
		{"Found:hash(id:int) | Missing(0)", "{0}", "Missing"},
		{"Found:hash(id:int) | Missing(0, n:int)", "{0, 5}", "Missing\n  n: 5"},
		{"Items:[]string | None(0)", "{'a'}", "Items\n  - \"a\""},
		{"Items:[]string | None(0)", "{0}", "None"},
		{"Rows:flat(x:int, y:int) | One(z:int)", "{1, 2}", "Rows\n  - x: 1\n    y: 2"},
		{"Rows:flat(x:int, y:int) | One(z:int)", "{7}", "One\n  z: 7"},
		{"Pair:tuple(x:int, y:int) | One:tuple(z:int)", "{7}", "One\n  z: 7"},
		{"Level:float | Name:enum(a, b)", "'1.5'", "Level 1.5"},
		{"Level:float | Name:enum(a, b)", "'b'", "Name b"},
		{"Level:float | Name:enum(a, b)", "'c'", `s.lua: the reply: expected Level:float | Name:enum(a, b), got string "c"`},
		{"On:bool | Name:enum(x, y)", "'1'", "On true"},
		{"On:bool | Name:enum(x, y)", "'y'", "Name y"},
		{`Done="OK" | Busy=2 | Gone=nil`, "redis.status_reply('OK')", "Done"},
		{`Done="OK" | Busy=2 | Gone=nil`, "2", "Busy"},
		{`Done="OK" | Busy=2 | Gone=nil`, "false", "Gone"},
		{`Done="OK" | Busy=2 | Gone=nil`, "3", `s.lua: the reply: expected Done="OK" | Busy=2 | Gone=nil, got integer 3`},
	})
}
