package gosource

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/luagen/luagen/diag"
)

// Run is a call that runs a script: of a client's function, or of a function of the program
// that hands it on.
type Run struct {
	Client string // "go-redis", "rueidis", …; that of the function at the end of all wrappers
	// Scripts are all that it may run: none for one that is only known by its SHA-1 or built at
	// run time.
	Scripts []*Script
	// Script is the one of Scripts; nil for none and for several.
	Script *Script
	Method string // the function or method called: "Run", "EvalSha"
	Sends  Sends
	// OfScript says that it is a method of the client's type of a script, and not of a client.
	OfScript bool
	// Wrapper is the function of the program that is called, and hands the script on; nil for
	// a function of the client.
	Wrapper *types.Func
	Context ast.Expr // the context; nil for none
	Conn    ast.Expr // what it is run on: a client, a pipeline; nil where the call does not say
	Keys    Inputs
	Args    Inputs
	// Decodes are what the function around the call does with the reply.
	Decodes []Decode
	Looped  bool // it stands in a loop
	Test    bool // it stands in a test
	// Recovers says that the package does something about NOSCRIPT.
	Recovers bool
	// KnowsNil says that the program, as far as it is searched, does something about the error
	// of a nil reply.
	KnowsNil bool
	// ErrSeen says that the function around it looks at the error of the call, or returns it.
	ErrSeen bool
	// HandsOn says that the script is a parameter of the function around it, or what that is a
	// method of: its callers are runs, too.
	HandsOn bool
	// Loaded says that the function around it sends SCRIPT LOAD, too.
	Loaded bool

	// value is what the script is known by: a value of the client's type, or of the program's own,
	// or its SHA-1; nil for none.
	value ast.Expr

	Call    *ast.CallExpr
	File    *ast.File
	Package *Package
	Info    *types.Info
	Span    func(n ast.Node) diag.Span
}

// Sends says what a call sends.
type Sends string

const (
	SendsAsNeeded Sends = "sha or text" // EVALSHA, and EVAL when the server lacks the script
	SendsText     Sends = "text"        // EVAL with the whole script
	SendsSHA      Sends = "sha"         // EVALSHA, and no more
)

// runs notes the calls of a package that run scripts.
func (f *Finder) runs(p *Package) {
	for _, file := range p.Files {
		if ast.IsGenerated(file) {
			continue
		}
		test := strings.HasSuffix(p.Fset.PositionFor(file.Pos(), false).Filename, "_test.go")
		var u *usage
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			r, ok := f.run(p, call)
			if !ok {
				return true
			}
			at := f.span(p, call)
			if f.seen[at] {
				return true // a file that two packages have: one and the same with its tests
			}
			f.seen[at] = true
			if u == nil {
				u = newUsage(p, file)
			}
			if len(r.Scripts) == 1 {
				r.Script = r.Scripts[0]
			}
			r.Recovers = f.recovers(p)
			r.Test, r.File, r.Looped, r.Loaded = test, file, u.looped(call), u.sendsLoad(call)
			if r.Wrapper == nil || f.Known[r.Wrapper].Raw {
				r.Decodes, r.ErrSeen = u.decodes(f.replying(&r, u))
			}
			r.KnowsNil = f.knowsNil
			if fn := u.function(call); fn != nil {
				_, r.HandsOn = f.scriptParam(p, fn, r)
			}
			f.result.Runs = append(f.result.Runs, r)
			return true
		})
	}
}

// run reads a call that runs a script.
func (f *Finder) run(p *Package, call *ast.CallExpr) (Run, bool) {
	fn, _ := typeutil.Callee(p.Info, call).(*types.Func)
	if fn == nil {
		return Run{}, false
	}
	r := Run{Method: fn.Name(), Call: call, Package: p, Info: p.Info, Span: func(n ast.Node) diag.Span { return f.span(p, n) }}
	if len(call.Args) > 0 && isContext(p.Info.TypeOf(call.Args[0])) {
		r.Context = call.Args[0]
	}
	if w, ok := f.Known[fn.Origin()]; ok {
		return r, w.Runs && f.runWrapper(&r, fn.Origin(), w)
	}
	if c, step, ok := chainStep(fn); ok {
		r.Client, r.Sends = c.name, step
		return r, f.runScript(&r, call.Args)
	}
	if fn.Signature().Recv() != nil {
		if c, m, ok := runMethod(fn); ok {
			r.Client, r.Sends, r.OfScript = c.name, m.sends, m.ofScript
			return r, f.runMethod(&r, fn)
		}
	}
	if c, cf, ok := clientMethod(fn); ok && cf.form == sends {
		r.Client = c.name
		return r, f.runCommand(&r)
	}
	return Run{}, false
}

// runMethod reads a method of a client, or of its type of a script.
func (f *Finder) runMethod(r *Run, fn *types.Func) bool {
	p, args := r.Package, r.Call.Args
	sel, ok := ast.Unparen(r.Call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	keys := listParam(fn)
	if r.Context != nil {
		args = args[1:]
	}
	if batch := batched(fn); batch >= 0 {
		r.Scripts = f.scriptOf(p, sel.X).scripts
		f.batch(r, batch)
		return true
	}
	if !r.OfScript {
		if keys < 0 || keys >= len(r.Call.Args) || len(args) == 0 {
			return false
		}
		r.Conn = sel.X
		r.Keys, r.Args = f.list(p, r.Call.Args[keys]), f.rest(r, keys+1)
		return f.runScript(r, args)
	}
	r.value = sel.X
	r.Scripts = f.scriptOf(p, sel.X).scripts
	if keys >= 0 && keys < len(r.Call.Args) {
		if keys > 0 && r.Call.Args[keys-1] != r.Context && r.Client != "radix" {
			r.Conn = r.Call.Args[keys-1]
		}
		r.Keys, r.Args = f.list(p, r.Call.Args[keys]), f.rest(r, keys+1)
		return true
	}
	if len(args) == 0 {
		return false
	}
	if r.Client != "radix" {
		r.Conn = args[0]
	}
	return f.counted(r, sel.X, len(r.Call.Args)-len(args)+1)
}

// runScript notes the script that is the first of some arguments, or that has its SHA-1 there.
func (f *Finder) runScript(r *Run, args []ast.Expr) bool {
	if len(args) == 0 {
		return true
	}
	r.value = args[0]
	if r.Sends == SendsText {
		r.Scripts = allKnown(f.sent[r.Call])
	} else {
		r.Scripts = f.scriptOf(r.Package, args[0]).scripts
	}
	return true
}

// runCommand reads a call that sends a command of words: EVAL, EVALSHA and the like.
func (f *Finder) runCommand(r *Run) bool {
	words, open := f.spelled(r.Package, r.Call)
	for i, arg := range words {
		tv := r.Info.Types[arg]
		if tv.Value == nil || tv.Value.Kind() != constant.String {
			continue
		}
		switch strings.ToUpper(constant.StringVal(tv.Value)) {
		case "EVAL", "EVAL_RO":
			r.Sends = SendsText
		case "EVALSHA", "EVALSHA_RO":
			r.Sends = SendsSHA
		default:
			return false
		}
		if sel, ok := ast.Unparen(r.Call.Fun).(*ast.SelectorExpr); ok && r.Info.Selections[sel] != nil {
			r.Conn = sel.X
		}
		words = words[i+1:]
		if r.Method == "Arbitrary" {
			r.Keys, r.Args = Inputs{}, Inputs{} // they follow
		} else {
			r.Keys, r.Args = f.words(r, words[min(1, len(words)):], open)
		}
		return f.runScript(r, words)
	}
	return false
}

// runWrapper reads a call of a function of the program that hands a script on.
func (f *Finder) runWrapper(r *Run, fn *types.Func, w Wrapper) bool {
	r.Client, r.Sends, r.Wrapper = w.Client, w.Sends, fn
	r.Keys, r.Args = f.handedOn(r, fn, w.Keys), f.handedOn(r, fn, w.Args)
	switch {
	case !w.Value:
		r.Scripts = allKnown(f.sent[r.Call])
	case w.Param == Receiver:
		if sel, ok := ast.Unparen(r.Call.Fun).(*ast.SelectorExpr); ok {
			r.value = sel.X
		}
	case w.Param < len(r.Call.Args):
		r.value = r.Call.Args[w.Param]
	}
	if r.value != nil {
		r.Scripts = f.scriptOf(r.Package, r.value).scripts
	}
	return true
}

// listParam is the parameter of a function that is a list of keys; -1 when there is none.
func listParam(fn *types.Func) int {
	params := fn.Signature().Params()
	for i := range params.Len() {
		list, ok := params.At(i).Type().(*types.Slice)
		if ok && isString(list.Elem()) && (i < params.Len()-1 || !fn.Signature().Variadic()) {
			return i
		}
	}
	return -1
}

func isContext(t types.Type) bool {
	if t == nil {
		return false
	}
	n := named(t)
	return n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "context" && n.Obj().Name() == "Context"
}

// recovers reports whether a package knows the error of a server that lacks a script: whether
// it has its code in a string.
func (f *Finder) recovers(p *Package) bool {
	if known, ok := f.recovering[p]; ok {
		return known
	}
	found := p.says("NOSCRIPT") || p.names("ScriptExists", "HasErrorPrefix", "ErrNoScript", "IsNoScript")
	f.recovering[p] = found
	return found
}

// testsNil reports whether a package knows the error of a nil reply.
func (p *Package) testsNil() bool {
	return p.names("Nil", "ErrNil", "IsRedisNil", "IsValkeyNil", "IsNil") || p.says("REDIS: NIL", "NIL RETURNED")
}

// says reports whether a package has one of some texts, in capitals, in a string.
func (p *Package) says(texts ...string) bool {
	return p.any(func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		return ok && lit.Kind == token.STRING && slices.ContainsFunc(texts, func(text string) bool {
			return strings.Contains(strings.ToUpper(lit.Value), text)
		})
	})
}

// names reports whether a package selects one of some names.
func (p *Package) names(names ...string) bool {
	return p.any(func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		return ok && slices.Contains(names, sel.Sel.Name)
	})
}

func (p *Package) any(is func(ast.Node) bool) bool {
	found := false
	for _, file := range p.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			found = found || n != nil && is(n)
			return !found
		})
	}
	return found
}
