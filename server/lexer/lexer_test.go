package lexer_test

import (
	"slices"
	"testing"

	"github.com/luagen/luagen/server/lexer"
)

func TestTokens(t *testing.T) {
	for _, c := range []struct {
		src  string
		want []string
	}{
		{"local x=redis.call('GET', k)", []string{"local", "x", "=", "redis", ".", "call", "(", "'GET'", ",", "k", ")"}},
		{"a..b ... 1.5e-3 .5 0xFF", []string{"a", "..", "b", "...", "1.5e-3", ".5", "0xFF"}},
		{"-- x\n--[[ y\n]] z --[=[ ]] ]=]", []string{"-- x", "--[[ y\n]]", "z", "--[=[ ]] ]=]"}},
		{`"a\"b" 'c` + "\nd", []string{`"a\"b"`, "'c", "d"}},
		{"[[a]b]] [==[x]]]==] t[1] [=", []string{"[[a]b]]", "[==[x]]]==]", "t", "[", "1", "]", "[", "="}},
		{"#!lua\n#x \xff", []string{"#!lua", "#", "x", "\xff"}},
		{"'\\", []string{"'\\"}},
		{"--[[", []string{"--[["}},
	} {
		var got []string
		for _, token := range lexer.Tokens([]byte(c.src)) {
			got = append(got, token.Text([]byte(c.src)))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.src, got, c.want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	f.Add("local s = [==[ x ]] .. 'y\\")
	f.Fuzz(func(t *testing.T, src string) {
		at := 0
		for _, token := range lexer.Tokens([]byte(src)) {
			if token.From < at || token.To <= token.From || token.To > len(src) {
				t.Fatalf("%q: a token from %d to %d after %d", src, token.From, token.To, at)
			}
			at = token.To
			_ = token.Value([]byte(src))
		}
	})
}
