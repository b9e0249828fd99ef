package runtime

import "github.com/luagen/luagen/runtime/core"

// Script is one Lua script: its name, its text as Redis gets it, and that text's SHA-1. It
// is safe for concurrent use; generated packages hold one per script. Its methods are Name,
// Source, SHA, IsReadOnly, and LimitReplies, which bounds the memory that a reply may take.
type Script = core.Script

// Option describes what a Script is beyond its text.
type Option = core.Option

// Source says where a run of the script's lines was written, when it is not in the script's
// own file at the same line numbers.
type Source = core.Source

// NewScript describes a script. The name is the file's base name and appears in
// errors; sha is the lower-case hexadecimal SHA-1 of source, computed when the
// code was generated, because computing it here panics under Go's FIPS mode.
//
//go:noinline
func NewScript(name, source, sha string, options ...Option) *Script {
	return core.NewScript(name, source, sha, options...)
}

// PlainScript is NewScript without options. A variable for such a script is data: no code has
// to be compiled and run for it.
func PlainScript(name, source, sha string) *Script { return core.PlainScript(name, source, sha) }

// The options are not inlined: a program has hundreds, and would be larger and take longer to
// build.

// ReadOnly marks a script that only reads: it is sent with EVALSHA_RO, which
// replicas may serve (Redis 7.0 and later).
//
//go:noinline
func ReadOnly() Option { return core.ReadOnly() }

// Lines tells which file each line of the text comes from, so that a
// ScriptError names the line that a person wrote. Runs are in order of At; a
// line that no run covers is the script's own.
//
//go:noinline
func Lines(runs ...Source) Option { return core.Lines(runs...) }

// OnInt returns err when the reply is the integer n.
//
//go:noinline
func OnInt(n int64, err error) Option { return core.OnInt(n, err) }

// OnString returns err when the reply is the string or status text.
//
//go:noinline
func OnString(text string, err error) Option { return core.OnString(text, err) }

// OnNil returns err when the reply is nil.
//
//go:noinline
func OnNil(err error) Option { return core.OnNil(err) }

// OnCode returns err when the reply is an error whose code, its first word, is
// code.
//
//go:noinline
func OnCode(code string, err error) Option { return core.OnCode(code, err) }

// OnError returns err when the reply is an error, raised or returned, whose
// whole text is text.
//
//go:noinline
func OnError(text string, err error) Option { return core.OnError(text, err) }

// ScriptsOf returns the scripts that variables hold. Generated code lists the variables, which
// takes less code than what they hold.
//
//go:noinline
func ScriptsOf(variables ...**Script) []*Script {
	list := make([]*Script, len(variables))
	for i, v := range variables {
		list[i] = *v
	}
	return list
}
