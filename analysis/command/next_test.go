package command

import (
	"slices"
	"strings"
	"testing"
)

func TestNext(t *testing.T) {
	for _, c := range []struct{ call, want string }{
		{"GET", "key"},
		{"GET k", ""},
		{"SET k v", "NX XX IFEQ IFNE IFDEQ IFDNE GET EX PX EXAT PXAT KEEPTTL"},
		{"SET k v ex 10", "NX XX IFEQ IFNE IFDEQ IFDNE GET"},
		{"SET k v EX", "seconds"},
		{"HSET k f", "value"},
		{"HSET k f v", "field"},
		{"ZADD k", "NX XX GT LT CH INCR score"},
		{"XGROUP CREATE k", "group"},
	} {
		words := strings.Fields(c.call)
		cmd, _ := Lookup(words[0])
		if len(cmd.Subs) > 0 {
			cmd, _ = cmd.Sub(words[1])
		}
		var list []Word
		for _, w := range words[1:] {
			list = append(list, Word{Text: w, Known: true})
		}
		var got []string
		for _, p := range cmd.Next(list) {
			name := p.Token
			if name == "" {
				name = p.Name
			}
			got = append(got, name)
		}
		if !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("after %s comes %q, want %q", c.call, got, c.want)
		}
	}
}
