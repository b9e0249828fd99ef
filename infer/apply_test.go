package infer_test

import (
	"testing"
	"testing/fstest"
)

// TestApply checks the bytes that archives cannot hold: line ends, and their absence.
func TestApply(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"no final newline", "return redis.call('INCR', KEYS[1])", "--@keys counter\n--@returns int\nreturn redis.call('INCR', KEYS[1])"},
		{
			"CRLF",
			"-- Counts.\r\n\r\nreturn redis.call('INCR', KEYS[1])\r\n",
			"-- Counts.\r\n--@keys counter\r\n--@returns int\r\n\r\nreturn redis.call('INCR', KEYS[1])\r\n",
		},
		{
			"CR",
			"-- Counts.\rreturn redis.call('INCR', KEYS[1])\r",
			"-- Counts.\r--@keys counter\n--@returns int\nreturn redis.call('INCR', KEYS[1])\r",
		},
		{
			"blank lines and a block that ends where the body begins",
			"\n\n--[[ a\nb ]] return redis.call('INCR', KEYS[1])\n",
			"--@keys counter\n--@returns int\n\n\n--[[ a\nb ]] return redis.call('INCR', KEYS[1])\n",
		},
		{
			"bytes that are not UTF-8",
			"-- KEYS[1] - the \xff counter\nreturn redis.call('INCR', KEYS[1])\n",
			"-- KEYS[1] - the \xff counter\n--@key counter  the \uFFFD counter\n--@returns int\nreturn redis.call('INCR', KEYS[1])\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			const name = "s.lua"
			s, p := propose(t, fstest.MapFS{name: &fstest.MapFile{Data: []byte(c.source)}}, name)
			if got := string(p.Apply(s.Source)); got != c.want {
				t.Errorf("got\n%q\nwant\n%q", got, c.want)
			}
		})
	}
}

// TestApplyInclude checks that the header of a script with libraries is its own file's.
func TestApplyInclude(t *testing.T) {
	const source = "--@include \"lib.lua\"\nreturn twice(redis.call('GET', KEYS[1]))\n"
	const want = "--@include \"lib.lua\"\n--@keys key\n--@returns int\nreturn twice(redis.call('GET', KEYS[1]))\n"
	files := fstest.MapFS{
		"s.lua":   &fstest.MapFile{Data: []byte(source)},
		"lib.lua": &fstest.MapFile{Data: []byte("-- Doubles.\nlocal function twice(x) return x * 2 end\n")},
	}
	s, p := propose(t, files, "s.lua")
	if got := string(p.Apply(s.Source)); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}
