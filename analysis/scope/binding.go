package scope

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// BindingKind says how a local variable came to be.
type BindingKind int

// The kinds of local variables.
const (
	Local    BindingKind = iota // local x
	Param                       // function(x)
	Self                        // the implicit parameter of "function t:f()"
	LoopVar                     // for x = …, for x in …
	FuncName                    // local function x()
)

// Binding is one local variable.
type Binding struct {
	Name   string
	Kind   BindingKind
	Decl   syntax.Range       // the name where it is declared; for Self, the function
	Scope  syntax.Range       // where the name is visible
	Owner  *Function          // the function that declares it; nil at the script's top level
	Init   syntax.Expr        // the expression that stands for it in its own "local" or "local function"; nil without one, or when a call's later result fills it
	Reads  []*syntax.NameExpr // in inner functions too
	Writes []*syntax.NameExpr // assignments after the declaration
	// Captured is set when an inner function reads or writes it.
	Captured bool
	// Input is the element of KEYS or ARGV that the declaration names:
	// "local user = KEYS[1]", "local n = tonumber(ARGV[2]) or 5",
	// "local a, b = unpack(ARGV)". Its Index is 0 when there is none.
	Input value.InputRef

	Within         *Function // the function that declares it, the top level included
	Index          int       // its place in Scope.Bindings
	Slot           int       // its place among the active locals of Within
	shadows        *Binding  // the outer variable of the same name; only while resolving
	WrittenByInner bool      // an inner function assigns it, so that any call can change it
}

// Function is a function expression of the script.
type Function struct {
	Expr   *syntax.FuncExpr
	Params []*Binding // parameters, Self first when it has one

	Returns []*syntax.ReturnStmt // its own return statements

	// Forwarding are the calls in it that have exactly its own arguments.
	Forwarding []*syntax.CallExpr
	// Forwards is the call in "function(a, …) return call(a, …) end", which only passes the
	// function's own arguments on; nil for other functions.
	Forwards *syntax.CallExpr
	Index    int // its place in Scope.Functions, after the top level's
	Slots    int // the most locals that are active at once
}
