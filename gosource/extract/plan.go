package extract

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/project"
)

// Request says what is to be moved, and where to.
type Request struct {
	Root   string // the module's folder, an absolute path
	Loaded gosource.Loaded
	Found  gosource.Result
	// Wanted reports whether a script is meant.
	Wanted func(*gosource.Script) bool
	Files  project.Files // what is on the disk
	Config string        // the path of luagen.yaml, there or not
	Lint   lint.Config
	// Output is a folder for the files and the package generated from them; empty for the
	// packages that hold the scripts now.
	Output string
	// Embed only moves the texts: the program embeds the files and makes its calls as before.
	Embed bool
	// BuildFlags are those of the go command with which the result is type-checked.
	BuildFlags []string
	// Generate is the command of a go:generate line, without the folder.
	Generate string
}

// Plan is what a move would do.
type Plan struct {
	Scripts []Outcome
	// Files are all that is to be written, sorted by path.
	Files []File
	// Broken is what will not compile, one line each, though it does not run scripts: where the
	// runtime needs a later go-redis than the module has.
	Broken []string
}

// Outcome is what becomes of one script.
type Outcome struct {
	At   diag.Span // where the script stands
	Name string    // what it is called in Go; empty for one without a name
	File string    // its .lua file, as shown to people; empty when it is left
	Func string    // the generated function
	Left string    // why it is left; empty when it is moved
	// Calls are the calls in view that run it.
	Calls []Call
	// Kept is why the variable that held it stays; empty when it is gone.
	Kept string
	// Notes are what to know about it besides.
	Notes []string
}

// Call is what becomes of one call.
type Call struct {
	At   diag.Span
	Left string // why it is left; empty when it is rewritten
}

// File is a file to be written.
type File struct {
	Path string // absolute
	Old  []byte // nil for a new one
	New  []byte
}

// Rewritten counts the calls that are rewritten.
func (o Outcome) Rewritten() int {
	n := 0
	for _, c := range o.Calls {
		if c.Left == "" {
			n++
		}
	}
	return n
}
