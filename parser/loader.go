package parser

import (
	"io/fs"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// Loader reads the scripts of one root folder. It keeps what it has read, so that
// a library included by many scripts is read and checked once. It is safe for
// concurrent use.
type Loader struct {
	// FS is the scripts' root; includes may not leave it.
	FS fs.FS
	// Dir is put before a script's name to make the path shown to people.
	Dir string
}

// Load reads the script at name, a slash path below the root, with everything it
// includes. The script is never nil; when the findings hold an error it is as
// complete as the file allows and must not be generated from.
func (l *Loader) Load(name string) (*Script, []diag.Diagnostic) { panic("to be written") }

// Span turns a range of s.Text into a span of the file that the text comes from.
func (s *Script) Span(r syntax.Range) diag.Span { panic("to be written") }
