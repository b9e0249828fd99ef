// Code generated from runtime/script.go. DO NOT EDIT.

package runtime

import "github.com/luagen/luagen/internal/vendored/runtime/core"

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
func NewScript(name, source, sha string, options ...Option) *Script {
	return core.NewScript(name, source, sha, options...)
}

// ReadOnly marks a script that only reads: it is sent with EVALSHA_RO, which
// replicas may serve (Redis 7.0 and later).
func ReadOnly() Option { return core.ReadOnly() }

// Lines tells which file each line of the text comes from, so that a
// ScriptError names the line that a person wrote. Runs are in order of At; a
// line that no run covers is the script's own.
func Lines(runs ...Source) Option { return core.Lines(runs...) }

// OnInt returns err when the reply is the integer n.
func OnInt(n int64, err error) Option { return core.OnInt(n, err) }

// OnString returns err when the reply is the string or status text.
func OnString(text string, err error) Option { return core.OnString(text, err) }

// OnNil returns err when the reply is nil.
func OnNil(err error) Option { return core.OnNil(err) }

// OnCode returns err when the reply is an error whose code, its first word, is
// code.
func OnCode(code string, err error) Option { return core.OnCode(code, err) }

// OnError returns err when the reply is an error, raised or returned, whose
// whole text is text.
func OnError(text string, err error) Option { return core.OnError(text, err) }
