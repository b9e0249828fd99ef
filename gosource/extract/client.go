package extract

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/luagen/luagen/gosource"
)

const (
	goRedisPath = "github.com/redis/go-redis/v9"
	runtimePath = "github.com/luagen/luagen/runtime"
)

// conn is the client of a call as a generated function takes it. Why says why it cannot.
func (s source) conn(r gosource.Run) (expr string, usesRuntime bool, why string) {
	t := s.info.TypeOf(r.Conn)
	if t == nil {
		return "", false, "the type of its client is not known"
	}
	text := s.text(r.Conn)
	if isPipeline(t) {
		return "", false, "it is run in a pipeline; runtime.Pipeline sends the generated Call"
	}
	eval, sha := methodOf(t, "Eval"), methodOf(t, "EvalSha")
	if r.Sends == gosource.SendsText {
		if eval == nil || !isEval(eval) {
			return "", false, "its client is none of go-redis v9"
		}
		return "runtime.EvalOnly(" + text + ")", true, ""
	}
	if process := methodOf(t, "Process"); process != nil && isProcess(process) && ofGoRedis(process) && (sha == nil || ofGoRedis(sha)) {
		return text, false, ""
	}
	if eval != nil && sha != nil && isEval(eval) && isEval(sha) {
		return "runtime.OfScripter(" + text + ")", true, ""
	}
	return "", false, "its client is none of go-redis v9: it has neither Process nor Eval and EvalSha"
}

// methodOf returns the method of a type by its name, also one that only a variable has; nil
// for none.
func methodOf(t types.Type, name string) *types.Func {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	fn, _ := obj.(*types.Func)
	return fn
}

func isPipeline(t types.Type) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	return isNamed(t, goRedisPath, "Pipeliner") || isNamed(t, goRedisPath, "Pipeline")
}

// ofGoRedis reports whether a method is one of go-redis itself.
func ofGoRedis(fn *types.Func) bool { return fn.Pkg() != nil && fn.Pkg().Path() == goRedisPath }

// isProcess reports whether a method sends one command and waits for its reply.
func isProcess(fn *types.Func) bool {
	p := fn.Signature().Params()
	return p.Len() == 2 && isNamed(p.At(0).Type(), "context", "Context") && isNamed(p.At(1).Type(), goRedisPath, "Cmder") && fn.Signature().Results().Len() == 1
}

// isEval reports whether a method runs a script as go-redis does.
func isEval(fn *types.Func) bool {
	p, results := fn.Signature().Params(), fn.Signature().Results()
	return p.Len() == 4 && fn.Signature().Variadic() && isNamed(p.At(0).Type(), "context", "Context") && results.Len() == 1 && isCmd(results.At(0).Type())
}

// isCmd reports whether a type is *redis.Cmd of go-redis v9.
func isCmd(t types.Type) bool {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	return ok && isNamed(ptr.Elem(), goRedisPath, "Cmd")
}

// unfit says why a call is none that could be rewritten whatever its script is.
func unfit(r gosource.Run) string {
	fn, _ := r.Info.Uses[selected(r.Call)].(*types.Func)
	switch {
	case r.Wrapper != nil:
		return "it goes through " + r.Wrapper.Name()
	case r.Client != "go-redis" || fn == nil || fn.Signature().Results().Len() != 1 || !isCmd(fn.Signature().Results().At(0).Type()):
		return "it is made by another client than go-redis v9, on which generated functions run"
	case r.Sends == gosource.SendsSHA:
		return r.Method + " sends the SHA-1 alone; the generated function sends the script too when the server lacks it"
	case r.Context == nil || r.Conn == nil:
		return "its client is not in view"
	case strings.HasSuffix(r.Method, "RO") && r.Sends == gosource.SendsText:
		return r.Method + " sends the text of the script to a replica"
	}
	return ""
}

// selected is the name of the method that a call is of.
func selected(call *ast.CallExpr) *ast.Ident {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return sel.Sel
	}
	return nil
}
