package core

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"
)

func script(name, source string, options ...Option) *Script {
	sum := sha1.Sum([]byte(source))
	return NewScript(name, source, hex.EncodeToString(sum[:]), options...)
}

// request is a call of a script with keys.
func request(s *Script, keys ...string) *Request {
	a := NewArgs(s, len(keys))
	a.Keys(keys)
	return RequestOf(a)
}

// decoded runs a decoder over a raw reply, as a call does.
func decoded[T any](decode func(*Decoder) T, raw string) (T, error) {
	return Decode(request(script("t.lua", "")), []byte(raw), decode)
}

// text is an error's text, "" for nil.
func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func wantText(t testing.TB, err error, want string) {
	t.Helper()
	if got := text(err); got != want {
		t.Errorf("error\n got %s\nwant %s", got, want)
	}
}

func asType[T error](err error) (found T, ok bool) {
	ok = errors.As(err, &found)
	return found, ok
}

func bulk(s string) string { return fmt.Sprintf("$%d\r\n%s\r\n", len(s), s) }

type order string

type level int64
