// Package infer proposes the header that a script without annotations should have:
// the names of its keys and arguments, their types, its reply and its errors, read
// from the code and from the comments above it.
//
// What it proposes is never surer than what it read. Where the script does not say,
// the type is the one that every call decodes with, and a note says so. It does not
// judge the script (package lint) or touch files (internal/cli).
package infer

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/parser"
)

// Proposal is what Propose found for one script. It is only read afterwards.
type Proposal struct {
	// Lines are the lines to add to the header, in order, without line ends:
	// annotations, and after "-- luagen:" what could not be known. Empty when there is
	// nothing to add.
	Lines []string
	// Skipped says why nothing is proposed; empty when something is.
	Skipped string
	// Unknown is what the script does not settle, a sentence each; Lines hold them too.
	Unknown []string
	// Hints are suggestions that need a decision and are not in Lines.
	Hints []string

	edits []edit // to the source, in its order
}

// The reasons for proposing nothing.
const (
	skipSyntax   = "the script has a syntax error"
	skipEmpty    = "the file holds no statement"
	skipComplex  = "the script is too complex to follow"
	skipForeign  = "the file uses neither Redis nor KEYS nor ARGV, and globals that Redis does not have: it is not a script for Redis"
	skipLibrary  = "the file only declares functions: it is a library, which has no header of its own"
	skipBelow    = "an @include below the first statement is another tool's; move it to the top of the file for luagen to paste what it names"
	skipComplete = "the header declares everything already"
)

// Propose works out the header of a script. f are the facts of s. A script that has
// annotations gets only those that are missing.
func Propose(s *parser.Script, f *analysis.Facts) Proposal { return ProposeFor(s, f, Callers{}) }

// ProposeFor is Propose for a script whose calls are in view.
func ProposeFor(s *parser.Script, f *analysis.Facts, callers Callers) Proposal {
	if skipped := unfit(s, f); skipped != "" {
		return Proposal{Skipped: skipped}
	}
	in := newInferrer(s, f)
	in.callers = callers
	in.contradict()
	in.readTrailing()
	h := header{keys: in.keys(), args: in.args(), settled: callers.Settled}
	if s.Returns == nil && callers.Settled == nil {
		h.returns, h.errors = in.reply()
	}
	if callers.Settled != nil {
		h.returns = callers.Settled.Returns
	}
	if callers.Settled != nil && callers.Settled.Open {
		h.returns, _ = in.replyType(in.declaredErrors())
	}
	in.suggestReadOnly()
	h.bare = !s.Annotated
	h.unknown = in.unknown
	lines := h.lines()
	if len(lines) == 0 {
		return Proposal{Skipped: skipComplete, Hints: in.hints}
	}
	p := Proposal{Lines: lines, Unknown: in.unknown, Hints: in.hints}
	if !p.place(s, in.comments.takenOver(in.written)) {
		return Proposal{Skipped: skipBelow}
	}
	return p
}

// unfit says why a script gets no header; empty when it gets one.
func unfit(s *parser.Script, f *analysis.Facts) string {
	switch {
	case s.Chunk == nil || len(s.Chunk.Errors) > 0:
		return skipSyntax
	case len(s.Chunk.Block.Stmts) == 0:
		return skipEmpty
	case f.Incomplete:
		return skipComplex
	case !s.Annotated && isForeign(f):
		return skipForeign
	case s.HasLibraryHeader() && isLibrary(s.Chunk.Block):
		return skipLibrary
	default:
		return ""
	}
}

// inferrer is the work on one script.
type inferrer struct {
	script   *parser.Script
	facts    *analysis.Facts
	comments comments
	uses     uses
	callers  Callers
	taken    names                         // parameters named so far
	unknown  []string                      // see Proposal.Unknown
	hints    []string                      // see Proposal.Hints
	held     map[*parser.Scalar]bool       // strings in the reply that Redis holds, which may be numbers
	numerals map[*parser.Scalar]bool       // strings in the reply that are numbers
	nothing  map[parser.Type]bool          // elements of the reply that are always nil or false
	guessed  map[*parser.Scalar]bool       // floats in the reply that such a string may be behind
	anything map[*parser.Scalar]bool       // what is any because it can be anything, see isAnything
	written  map[subject]bool              // what annotations say of what comments spoke of
	rows     map[*scope.Binding]arrayReply // see rowsOf; without a type for a local that holds none
	invented map[string]bool               // names of fields and variants that are made up
	strict   bool                          // propose no type that a reply may not fit
}

func newInferrer(s *parser.Script, f *analysis.Facts) *inferrer {
	return &inferrer{
		script: s, facts: f, comments: readComments(s), uses: collectUses(f), taken: takenNames(s),
		held:     map[*parser.Scalar]bool{},
		numerals: map[*parser.Scalar]bool{},
		nothing:  map[parser.Type]bool{},
		guessed:  map[*parser.Scalar]bool{},
		anything: map[*parser.Scalar]bool{},
		written:  map[subject]bool{},
		rows:     map[*scope.Binding]arrayReply{},
		invented: map[string]bool{},
	}
}

// doubt adds something that the script does not settle, once.
func (in *inferrer) doubt(text string) {
	if !slices.Contains(in.unknown, text) {
		in.unknown = append(in.unknown, text)
	}
}
