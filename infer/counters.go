package infer

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// counters are the keys and fields that a script counts up or down, so that what it stores
// there is a whole number.
type counters map[counter]bool

// counter is a key, by the input or the local that holds it, and the constant field of a hash;
// the field is empty for a string.
type counter struct {
	key   value.InputRef
	local *scope.Binding
	field string
}

// countersOf finds what the commands of a script count.
func countersOf(f *analysis.Facts) counters {
	found := counters{}
	for _, call := range f.Calls {
		if call.Match == nil || !call.Match.Writes() || !counts(call) {
			continue
		}
		field, ok := "", true
		for i := range call.Args {
			if call.Match.Role(i) == command.Field {
				field, ok = constant(call.Args[i])
			}
		}
		if ok {
			found.add(f, call, field)
		}
	}
	return found
}

// counts reports whether what a command replies is the count that it stores.
func counts(call *analysis.Call) bool {
	r := likelyReply(call)
	return r.Name == "count" && r.Kinds == command.IntegerReply
}

func (c counters) add(f *analysis.Facts, call *analysis.Call, field string) {
	if at, ok := counterAt(f, call, field); ok {
		c[at] = true
	}
}

// counterAt is the counter that a command's first argument names; false when that is neither an
// input nor a local.
func counterAt(f *analysis.Facts, call *analysis.Call, field string) (counter, bool) {
	if len(call.Args) == 0 {
		return counter{}, false
	}
	if ref := f.Value(call.Args[0]).Input(); ref.Index > 0 {
		return counter{key: ref, field: field}, true
	}
	name, ok := call.Args[0].(*syntax.NameExpr)
	if !ok || f.Binding(name) == nil {
		return counter{}, false
	}
	return counter{local: f.Binding(name), field: field}, true
}

// role is what a command takes its i-th argument for, which is a whole number where the script
// counts what the command stores.
func (c *useCollector) role(call *analysis.Call, i int) role {
	r := roleOf(call, i)
	if r.kind != roleText {
		return r
	}
	if call.Match == nil || call.Match.Role(i) != command.Value || len(call.Keys) != 1 {
		return r
	}
	field, stored := "", true
	if call.Match.Role(i-1) == command.Field {
		field, stored = constant(call.Args[i-1])
	}
	if at, ok := counterAt(c.facts, call, field); stored && ok && c.counters[at] {
		r.kind = roleInt
	}
	return r
}
