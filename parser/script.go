package parser

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// Script is one .lua file as its header declares it, with its text as Redis gets
// it and that text's syntax tree. Everything in it is set by the Loader and only
// read afterwards.
type Script struct {
	Name   string        // slash path below the scripts' root: "queue/push.lua"
	File   string        // path shown to people, as in every Span of it
	Source []byte        // the file's own bytes
	Text   []byte        // the bytes that reach Redis: Source with its includes pasted in
	Chunk  *syntax.Chunk // of Text; its Errors include a limit of Lua's compiler that is exceeded
	// Reads are the files, below the root, that the script depends on: its own and every one
	// that an include asks for, found or not. As long as none changes, it stays the same.
	Reads    []string
	Segments []Segment // where each part of Text comes from, in order, without gaps

	Annotated bool // has at least one of luagen's annotations
	Declares  bool // has one besides @include and @import, so that what it does not declare is not there
	// Incomplete says that something is included that could not be read, so that names may
	// be declared that are not in Text.
	Incomplete bool
	// Holes are the ranges of Text in which a placeholder stands for what only a running
	// program knows, in order: see ParseTemplate.
	Holes   []syntax.Range
	Shebang *Shebang // nil without a "#!" line

	FuncName     Ident            // @name; empty Text when left to the file's name
	Keys         []Key            // KEYS in order
	Args         []Arg            // ARGV in order
	Returns      *Returns         // nil without @returns
	Errors       []ReplyErr       // @error, in order
	ReadOnly     bool             // @readonly
	ReadOnlySpan diag.Span        // the @readonly annotation; zero without
	Includes     []Include        // @include of this file, in order; not those of included files
	Libraries    []string         // slash paths of all files pasted in, those of included files too, in order
	Types        []*NamedType     // @type, those of its libraries too
	Templates    []*NamedTemplate // @define, likewise
	Imports      []Import         // @import, in order; those of included files too
	Doc          string           // documentation, paragraphs separated by blank lines; no trailing newline
	Deprecated   string           // text of @deprecated; empty without
	Header       diag.Span        // from the top of the file to the first Lua token
}

// Segment maps a run of Text to the file that it was pasted from.
type Segment struct {
	From, To int    // bytes of Script.Text
	Name     string // slash path below the root
	File     string // path shown to people
	Offset   int    // byte of that file at which the run starts
	Line     int    // 1-based line of that file at which the run starts
	TextLine int    // 1-based line of Script.Text at which the run starts

	src *source
}

// Shebang is a "#!lua name=x flags=a,b" line.
type Shebang struct {
	Span  diag.Span
	Flags []string
}

// Ident is a name and its place.
type Ident struct {
	Text string
	Span diag.Span
}

// Key is one declared element, or run of elements, of KEYS.
type Key struct {
	Ident              // Ident.Text is the key's own name
	Doc      string    // its documentation; empty without
	Variadic bool      // "name..."
	Group    []Ident   // "name(a b)...": the group's parts; nil otherwise
	Template *Template // "name = a:{<b>}"; nil otherwise
}

// Template is a key built from literal text and placeholders.
type Template struct {
	Span  diag.Span
	Text  string // as written
	Parts []TemplatePart
}

// TemplatePart is literal text, or a placeholder when Param is set.
type TemplatePart struct {
	Literal string
	Param   *Placeholder // nil for literal text
}

// Placeholder is "<name>" or "<name:type>" in a key template.
type Placeholder struct {
	Ident
	Type Type // a scalar argument type; string when left out
}

// Arg is one declared element, or run of elements, of ARGV.
type Arg struct {
	Ident
	Doc      string
	Type     Type // for a variadic one, the type of an element: *Tuple for groups, *Map for maps
	Optional bool // "name?:type"
	Variadic bool // "name:type..."
	// Template builds the argument, a prefix of keys or a whole key: "name = a:{<b>}:". Its
	// type is then string. Nil otherwise.
	Template *Template
}

// Returns is the @returns annotation.
type Returns struct {
	Span diag.Span // of the type
	Type Type      // *Variants, *Optional, *Tuple, …
	Doc  string
}

// ReplyErr is an @error annotation: a Go error for one particular reply.
type ReplyErr struct {
	Ident     // the Go name: ErrMaxReached, or store.ErrGone for one of an import
	Match     Match
	Doc       string
	MatchSpan diag.Span // of what Match was read from
}

// MatchKind says which replies an @error claims.
type MatchKind int

// The kinds of @error.
const (
	MatchInt    MatchKind = iota // the integer Match.Int
	MatchString                  // a bulk or status string equal to Match.Text
	MatchNil                     // nil
	MatchCode                    // an error reply whose first word is Match.Text
	MatchError                   // an error reply whose whole text is Match.Text
)

// Match is what an @error matches.
type Match struct {
	Kind MatchKind
	Int  int64  // for MatchInt
	Text string // for MatchString, MatchCode and MatchError
}

// Include is an @include annotation.
type Include struct {
	Span diag.Span // of the quoted path
	Path string    // as written
	Name string    // resolved slash path below the root; empty when it could not be resolved
}

// Import is an @import annotation.
type Import struct {
	Span  diag.Span
	Alias string // as written; empty when left out
	Path  string
}
