// Package analysis computes what is known about one script, once: which names it
// binds, which inputs it reads, which commands it calls with which keys, what kind
// of value every expression can have and what each return puts on the wire.
//
// Rules (package lint) and inference (package infer: a bare tuple, luagen infer)
// only read what it found. It does not judge: a fact is never a finding.
//
// What the facts call certain holds in every run of a script that stays within what Redis's
// sandbox allows; where the analysis is unsure, they say unknown. Values are put together by
// operations whose laws are written down in package value and tested. Where certainty would be of no
// use, some facts say what is plausible: those steps are named in the plausible.go of packages value
// and flow, and what rests on them alone is no reason for an error.
//
// Its parts, each of which imports only those before it:
//
//	kind      the kinds of value
//	library   the sandbox's libraries and what their functions do, as data
//	command   Redis's commands and what the words of a call mean, as data
//	value     what is known of a value, and how such knowledge is put together
//	scope     which variable a name stands for
//	flow      the run of a script on such values
//	analysis  what is collected from that into facts: this package
package analysis

import (
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/flow"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Facts is what is known about one script. Every list is in source order. Of a script with
// syntax errors they hold what the rest of its text says, and Damage where that is missing.
// Without a syntax tree (a file that cannot be read) all lists are empty. Facts are only read after
// Analyze and are safe for concurrent use.
type Facts struct {
	Script *parser.Script

	Bindings  []*scope.Binding  // every local, parameter, loop variable and local function
	Functions []*scope.Function // every function expression of the script
	Globals   []Global          // every use of a global name, KEYS, ARGV and libraries included
	Members   []Member          // every use of a library's member: redis.call, string.format
	Keys      Inputs            // uses of KEYS
	Args      Inputs            // uses of ARGV

	Calls     []*Call              // every redis.call and redis.pcall, through aliases and wrappers
	LibCalls  []LibCall            // every call of a library function other than redis.call and redis.pcall
	Protected []Protected          // every redis.pcall, pcall and xpcall, and whether its error is looked at
	Binaries  []*syntax.BinaryExpr // every binary operation: comparisons, concatenations, …

	Returns      []Return      // what the script returns: see Return
	EndReachable bool          // the end of the script can be reached without a return: a nil reply
	Unreachable  []Unreachable // the first statement of each run of statements that can never run
	Loops        []Loop        // every while, repeat and numeric for

	// Damage is what of the script could not be read; nil for a script without syntax errors and holes.
	Damage *Damage

	// RESP3 is set when the script mentions redis.setresp: what commands reply is
	// then unknown.
	RESP3 bool
	// Incomplete is set when the script was too complex to follow (hostile nesting):
	// every Value is unknown, and Calls, LibCalls, Protected, Returns, Keys, Args
	// and Unreachable are empty.
	Incomplete bool

	scope  *scope.Scope
	values flow.Values
	calls  map[*syntax.CallExpr]*Call
	// What Sources needs is looked up when it asks first.
	passing  func() passing
	assigned func() map[*scope.Binding][]assignment
}

// Binding returns the local variable that a name stands for; nil for a global.
func (f *Facts) Binding(e *syntax.NameExpr) *scope.Binding { return f.scope.Use(e) }

// Declared returns the local variable that a name declares.
func (f *Facts) Declared(n *syntax.Name) *scope.Binding { return f.scope.Decl(n) }

// Function returns the function of the script that an expression is; nil when it can be
// several, unknown or library ones.
func (f *Facts) Function(e syntax.Expr) *scope.Function { return f.scope.Funcs[f.Value(e).Func()] }

// Call returns the command that an expression calls; nil when it calls none.
func (f *Facts) Call(e *syntax.CallExpr) *Call { return f.calls[e] }

// Unreachable is a statement that can never run.
type Unreachable struct {
	Stmt  syntax.Stmt
	After syntax.Stmt // the statement before it, behind which nothing runs; nil at the start of a block
}

// Global is one use of a global name.
type Global struct {
	Name  string      // empty when a global is assigned whose name is not known
	Expr  syntax.Expr // *NameExpr, or the *IndexExpr of _G.name
	Write bool        // assigned or declared with "function name()"; otherwise read
	Known bool        // Redis's sandbox has it (on some version)
}

// Member is one use of a library's member by name, through aliases of the library
// too ("local r = redis", "s:upper()" on a string).
type Member struct {
	Lib    *library.Library
	Name   string            // empty when a member is assigned whose name is not known
	Member *library.Member   // nil when the library has none of that name, on no server
	Expr   *syntax.IndexExpr // nil for a method
	Method *syntax.CallExpr  // the call of "s:name()"; nil otherwise
	Decl   *syntax.FuncStmt  // "function lib:name()"; nil otherwise
	Write  bool              // assigned
	Called bool              // it is what a call calls
}

// String is the member as the script writes it, aliases of the library aside: "redis.call".
func (m Member) String() string { return m.Lib.Name + "." + m.Name }

// Span is the range of the member's name.
func (m Member) Span() syntax.Range {
	switch {
	case m.Method != nil:
		return m.Method.Method.Range
	case m.Decl != nil:
		return m.Decl.Method.Range
	default:
		return m.Expr.Key.Span()
	}
}

// Assigned is the range of what is assigned: "redis.foo", "string:trim".
func (m Member) Assigned() syntax.Range {
	if m.Decl != nil {
		return syntax.Range{From: m.Decl.Target.Span().From, To: m.Decl.Method.To}
	}
	return m.Expr.Range
}

// Call is one use of redis.call or redis.pcall, direct, through an alias, through
// pcall(redis.call, …), or through a local function that hands its arguments on.
type Call struct {
	Expr *syntax.CallExpr // the call; for a wrapper, the call of the wrapper
	// Protected is set when a failing command does not raise: redis.pcall, pcall(redis.call, …).
	Protected bool
	// Name is the command, upper-cased; empty when it is not a single known one.
	Name string
	// Names is every command that it can be, upper-cased and sorted; empty when unknown.
	Names []string
	// NameExpr is the argument that holds the command's name; nil when there is
	// none (redis.call()) or it comes out of an expanded list.
	NameExpr syntax.Expr
	// Sub is the sub-command, upper-cased, when Command has sub-commands and it is a single known one.
	Sub     string
	SubExpr syntax.Expr // the argument that Sub comes from; nil without
	// Command is Name in the command table; nil when unknown.
	Command *command.Command
	// Args are the arguments after the name, the sub-command included.
	Args []syntax.Expr
	// Open is set when the last of Args (or the name itself) may expand to any
	// number of arguments: unpack(…), ..., or another call.
	Open bool
	// Words are the values after the name that are known one by one: those of Args and, when it
	// is Open, in place of the last one what that is known to expand to. WordExpr tells
	// where each comes from.
	Words []value.Value
	// Least is how many of Words the call has at least.
	Least int
	// More is set when further words may follow Words.
	More bool
	// Match tells what Words are to the command; nil when that, or its sub-command, is unknown.
	Match *command.Match
	// Keys are the words that are known to be keys, in order. Others may be keys too: after
	// words that are not known (EVAL's numkeys), or hidden in an expanded list.
	Keys []KeyUse
	// Reply is what the call evaluates to.
	Reply value.Value
}

// KeyUse is a word that a command takes as a key.
type KeyUse struct {
	Expr syntax.Expr
	Arg  int // its place in Call.Words; after them for keys that are not known one by one
	// Expanded is set when Expr is a list of several words, as in redis.call('DEL', unpack(keys)), of
	// which the key is one, or, after Call.Words, any.
	Expanded bool
	// From says where the key comes from.
	From value.Origin
	// Input is the element of KEYS or ARGV that it is; Index 0 when it is none or unknown which.
	Input value.InputRef
	// Text is the key itself when it is a single literal; empty otherwise.
	Text string
	// Known is set when Text is the key.
	Known bool
	// Write is set when the command may write it.
	Write bool
}

// LibCall is a call of a library function: tostring(x), string.format(…), s:upper().
type LibCall struct {
	Expr *syntax.CallExpr
	Func *library.Member
}

// Protected is a call that keeps an error from being raised.
type Protected struct {
	Expr *syntax.CallExpr
	Func *library.Member // redis.pcall, pcall or xpcall
	// Checked is set when the script looks at the outcome, or hands it on: tests it, reads
	// ".err", takes its type, returns it, passes it to a function or stores it.
	Checked bool
}

// Loop is a while, repeat or numeric for loop.
type Loop struct {
	Stmt syntax.Stmt // *WhileStmt, *RepeatStmt or *NumericFor
	Cond syntax.Expr // of a while or repeat; the limit of a numeric for
	// Endless is set when nothing ends it: the condition is constant, or a numeric
	// for runs to math.huge, and no break, return or error leaves it.
	Endless bool
	// Stuck is set when nothing leaves its body and nothing in it changes what its condition
	// reads, so that it never ends once entered.
	Stuck bool
}
