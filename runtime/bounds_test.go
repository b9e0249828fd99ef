package runtime

import (
	"strings"
	"testing"

	"github.com/luagen/luagen/runtime/internal/wire"
)

// hostile answers calls whose last argument is "odd" with the reply, others with 42.
func hostile(reply string) *canned {
	return &canned{reply: func(words []string) string {
		if words[len(words)-1] == "odd" {
			return reply
		}
		return ":42\r\n"
	}}
}

// Attributes in a row, and attributes inside of attributes, nest the reading of a reply as
// arrays do, also by RESP2, where go-redis leaves them to the command.
func TestNestedAttributes(t *testing.T) {
	const most = wire.MaxDepth
	for name, test := range map[string]struct {
		reply string
		err   string
	}{
		"in a row":             {strings.Repeat("|0\r\n", most) + ":5\r\n", ""},
		"too many in a row":    {strings.Repeat("|0\r\n", most+1) + ":5\r\n", wire.ErrDepth.Error()},
		"too many with pairs":  {strings.Repeat("|1\r\n+a\r\n+b\r\n", most+1) + ":5\r\n", wire.ErrDepth.Error()},
		"inside":               {strings.Repeat("|1\r\n", most/2) + strings.Repeat("+a\r\n+b\r\n", most/2) + ":5\r\n", ""},
		"too many inside":      {strings.Repeat("|1\r\n", most+1) + hangUp, wire.ErrDepth.Error()},
		"before elements":      {"*2\r\n|1\r\n+a\r\n+b\r\n:1\r\n|0\r\n:2\r\n", "t.lua: the reply: expected int, got array of 2"},
		"before many elements": {"*5000\r\n" + strings.Repeat("|0\r\n:1\r\n", 5000), "t.lua: the reply: expected int, got array of 5000"},
		"too many in an array": {"*1\r\n" + strings.Repeat("|0\r\n", most) + ":5\r\n", wire.ErrDepth.Error()},
		"no attribute":         {"|-1\r\n", `the server sent a message or an attribute of "-1" elements`},
	} {
		t.Run(name, func(t *testing.T) {
			client := hostile(test.reply).client(t, 2)
			_, err := eval(t, client, "return 1", (*Decoder).Int, "odd")
			wantText(t, err, test.err)
			if n, err := eval(t, client, "return 1", (*Decoder).Int, "next"); n != 42 || err != nil {
				t.Errorf("next call: %d, %v", n, err)
			}
		})
	}
}

// What a reply announces is judged before it comes: the server hangs up right after.
func TestReplyLimit(t *testing.T) {
	for name, test := range map[string]struct {
		limit int64
		reply string
		err   string
	}{
		"default":           {0, "*16777217\r\n" + hangUp, errTooLarge.Error()},
		"within it":         {0, "*16777216\r\n" + hangUp, "EOF"},
		"map":               {0, "%8388609\r\n" + hangUp, errTooLarge.Error()},
		"attribute":         {1000, "|8\r\n" + hangUp, errTooLarge.Error()},
		"string":            {1000, "$1001\r\n" + hangUp, errTooLarge.Error()},
		"one of 1000 bytes": {1000, "$1000\r\n" + strings.Repeat("x", 1000) + "\r\n", ""},
		"status":            {1000, "+" + strings.Repeat("x", 1000) + "\r\n", errTooLarge.Error()},
		"in all":            {1000, "*2\r\n$500\r\n" + strings.Repeat("x", 500) + "\r\n$500\r\n" + hangUp, errTooLarge.Error()},
		"nested":            {1000, "*10\r\n" + strings.Repeat("*1\r\n*0\r\n", 6) + hangUp, errTooLarge.Error()},
		"elements":          {1000, "*15\r\n" + strings.Repeat("_\r\n", 15), ""},
		"too many elements": {1000, "*16\r\n" + hangUp, errTooLarge.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			client := hostile(test.reply).client(t, 2)
			s := script("t.lua", "return 1")
			s.LimitReplies(test.limit)
			_, err := Run(t.Context(), client, call(s, (*Decoder).Any, nil, "odd"))
			wantText(t, err, test.err)
			if n, err := Run(t.Context(), client, call(s, (*Decoder).Any, nil, "next")); n != int64(42) || err != nil {
				t.Errorf("next call: %d, %v", n, err)
			}
		})
	}
}
