// Code generated from runtime/core/script.go. DO NOT EDIT.

package core

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/answers"
)

// Script is one Lua script: its name, its text as Redis gets it, and that
// text's SHA-1. It is safe for concurrent use; generated packages hold one per
// script.
type Script struct {
	name   string // the file's base name, "like_post.lua"
	source string // the text that reaches Redis, includes expanded
	sha    string // lower-case hexadecimal SHA-1 of source

	made atomic.Pointer[parts] // nil until they are needed
}

// parts are what a Script has beside its text.
type parts struct {
	readOnly bool
	lines    []Source  // ascending by At; empty when every line is the script's own
	outcomes []outcome // @error, in declared order

	wire  [forms]wireForm
	loads Loads
	limit atomic.Int64 // of a reply's memory; 0 for the default
	own   ownErrors

	closed Args // see Closed
}

// A Form is how a command names the script that it runs. (FCALL, by a function's name, would
// be one more.)
type Form uint8

const (
	BySHA  Form = iota // EVALSHA or EVALSHA_RO
	ByBody             // EVAL or EVAL_RO
	forms              // how many there are
)

// wireForm is the first two words of a command in a form. They are the same for every call,
// and boxed once so that a call does not.
type wireForm struct {
	command any // its name
	script  any // what stands for the script: its SHA-1, its text
}

// Option describes what a Script is beyond its text.
type Option func(*parts)

// NewScript describes a script. The name is the file's base name and appears in
// errors; sha is the lower-case hexadecimal SHA-1 of source, computed when the
// code was generated, because computing it here panics under Go's FIPS mode.
func NewScript(name, source, sha string, options ...Option) *Script {
	s := PlainScript(name, source, sha)
	s.make(options)
	return s
}

// PlainScript is NewScript without options. It is one expression, so that a package's variable
// for a script is data, and no code has to be compiled and run for it.
func PlainScript(name, source, sha string) *Script {
	return &Script{name: name, source: source, sha: sha}
}

// parts are those of the script, made now if they were not needed before.
func (s *Script) parts() *parts {
	if p := s.made.Load(); p != nil {
		return p
	}
	return s.make(nil)
}

func (s *Script) make(options []Option) *parts {
	p := new(parts)
	for _, option := range options {
		option(p)
	}
	p.closed.request = Request{Script: s, closed: true}
	p.wire = [forms]wireForm{BySHA: {"evalsha", s.sha}, ByBody: {"eval", s.source}}
	if p.readOnly {
		p.wire[BySHA].command, p.wire[ByBody].command = "evalsha_ro", "eval_ro"
	}
	if !s.made.CompareAndSwap(nil, p) {
		return s.made.Load() // another goroutine's
	}
	return p
}

// Name is the script's file name, such as "like_post.lua".
func (s *Script) Name() string { return s.name }

// Source is the text that reaches Redis.
func (s *Script) Source() string { return s.source }

// SHA is the SHA-1 of Source in lower-case hexadecimal: the second word of the
// EVALSHA commands that a redis.Hook sees.
func (s *Script) SHA() string { return s.sha }

// IsReadOnly reports whether the script runs with EVALSHA_RO.
func (s *Script) IsReadOnly() bool { return s.parts().readOnly }

// String is the script's name.
func (s *Script) String() string { return s.name }

// LimitReplies bounds the memory, in bytes, that one reply of the script may take: 64 for
// each element of an array, set or map, and the bytes of its strings. The default is
// 1 GiB, and so is 0. A larger reply is an error and ends its connection. It judges by
// the numbers of elements and bytes that the server announces, before they arrive.
func (s *Script) LimitReplies(bytes int64) { s.parts().limit.Store(bytes) }

// DefaultReplyLimit is the bound of a reply's memory, in bytes, for scripts that set none.
const DefaultReplyLimit = 1 << 30

// ReplyLimit is what LimitReplies has set, for transports; the default for no script.
func ReplyLimit(s *Script) int64 {
	if s != nil {
		if n := s.parts().limit.Load(); n > 0 {
			return n
		}
	}
	return DefaultReplyLimit
}

// CommandName is the first word of the script's command in a form, in lower case.
func CommandName(s *Script, f Form) any { return s.parts().wire[f].command }

// ReadOnly marks a script that only reads: it is sent with EVALSHA_RO, which
// replicas may serve (Redis 7.0 and later).
func ReadOnly() Option {
	return func(p *parts) { p.readOnly = true }
}

// Source says where a run of the script's lines was written, when it is not in
// the script's own file at the same line numbers.
type Source struct {
	File  string // slash-separated, relative to the script's folder: "lib/clock.lua"
	Line  int    // the run's first line in File, from 1
	At    int    // the run's first line in the text that Redis has, from 1
	Count int    // number of lines
}

// Lines tells which file each line of the text comes from, so that a
// ScriptError names the line that a person wrote. Runs are in order of At; a
// line that no run covers is the script's own.
func Lines(runs ...Source) Option {
	return func(p *parts) { p.lines = runs }
}

// locate translates a line of the text that Redis has into a file and line.
func (s *Script) locate(line int) (string, int) {
	if line <= 0 {
		return "", 0
	}
	for _, run := range s.parts().lines {
		if line >= run.At && line < run.At+run.Count {
			return run.File, run.Line + line - run.At
		}
	}
	return s.name, line
}

// CanAnswer reports whether the script can return an error of this text by itself, or raise
// one with the position left out. It is asked when an error has arrived upon which the call
// would be sent again.
func CanAnswer(s *Script, text string) bool { return s.errors().Can(text) }

// CanRaise reports whether the script can raise an error with a text of its own.
func CanRaise(s *Script) bool { return s.errors().Raises() }

// errors are the error replies that the script can make by itself.
func (s *Script) errors() answers.Errors {
	own := &s.parts().own
	own.once.Do(func() { own.errors = answers.Of(s.source) })
	return own.errors
}

// ownErrors are the error replies that a script can make, once they were asked for.
type ownErrors struct {
	once   sync.Once
	errors answers.Errors
}

// Errorf is an error about a script, whose name it begins with.
func Errorf(s *Script, format string, args ...any) error {
	return fmt.Errorf("%s: %w", s.name, fmt.Errorf(format, args...))
}
