package infer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis"
)

// keys proposes the keys that are not declared.
func (in *inferrer) keys() []item {
	for _, k := range in.script.Keys {
		if k.Variadic {
			return nil
		}
	}
	l := in.layoutOf(&in.facts.Keys, in.comments.highest(analysis.KEYS))
	var list []item
	for n := len(in.script.Keys) + 1; n <= l.head; n++ {
		ref := analysis.InputRef{Table: analysis.KEYS, Index: n}
		doc := in.comments.input(ref)
		name := in.taken.take("", in.keyNames(ref, doc, l)...)
		list = append(list, item{text: name, doc: in.docOf(name, doc)})
	}
	if !l.variadic {
		return list
	}
	list = append(list, in.keyRun(l))
	for i := l.tail; i > 0; i-- {
		list = append(list, item{text: in.taken.take("", "lastKey")})
	}
	return list
}

// keyNames are the candidates for a key's name, best first.
func (in *inferrer) keyNames(ref analysis.InputRef, doc string, l layout) []string {
	u := in.uses.of(ref)
	candidates := slices.DeleteFunc(slices.Clone(u.names), isPlaceholder)
	name := nameOfText(doc)
	if bare, ok := strings.CutSuffix(name, "Key"); ok && bare != "" && !isCompound(firstWord(doc)) {
		name = bare
	}
	candidates = append(candidates, name)
	candidates = append(candidates, slices.DeleteFunc(slices.Clone(u.hints), isPlaceholder)...)
	for _, r := range u.roles {
		if l.head > 1 || r.name != "key" {
			candidates = append(candidates, r.name)
			break
		}
	}
	if l.head == 1 {
		candidates = append(candidates, "key")
	}
	return append(candidates, "key"+strconv.Itoa(ref.Index))
}

func firstWord(text string) string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return ""
	}
	return strings.Trim(words[0], ",.:;()'\"")
}

// isPlaceholder reports whether a local's name says nothing about what it holds.
func isPlaceholder(name string) bool {
	switch name {
	case "_", "i", "j", "k", "v", "x", "y", "tmp", "temp", "arg", "val", "KEYS", "ARGV":
		return true
	default:
		return false
	}
}

// keyRun proposes the keys of which there can be any number.
func (in *inferrer) keyRun(l layout) item {
	if len(l.parts) < 2 {
		var candidates []string
		u := in.partUsage(l.parts0())
		for _, n := range u.names {
			if !isPlaceholder(n) {
				candidates = append(candidates, plural(n))
			}
		}
		return item{text: in.taken.take("", append(candidates, "keys")...) + "..."}
	}
	group := in.taken.take("", "keys")
	inner := names{}
	var parts []string
	for i, exprs := range l.parts {
		u := in.partUsage(exprs)
		candidates := slices.DeleteFunc(u.names, isPlaceholder)
		parts = append(parts, inner.take("", append(candidates, "key"+strconv.Itoa(i+1))...))
	}
	return item{text: group + "(" + strings.Join(parts, " ") + ")..."}
}

// docOf is an input's documentation, as far as it says more than the name.
func (in *inferrer) docOf(name, doc string) string {
	if doc == "" {
		doc = in.comments.named[folded(name)]
	}
	if !says(doc, name) {
		return ""
	}
	return described(doc, name)
}

// args proposes the arguments that are not declared.
func (in *inferrer) args() []item {
	for _, a := range in.script.Args {
		if a.Variadic {
			return nil
		}
	}
	l := in.layoutOf(&in.facts.Args, in.comments.highest(analysis.ARGV))
	optional := in.optional(l)
	var list []item
	for n := len(in.script.Args) + 1; n <= l.head; n++ {
		ref := analysis.InputRef{Table: analysis.ARGV, Index: n}
		u, doc := in.uses.of(ref), in.comments.input(ref)
		name := in.taken.take("Arg", in.argNames(u, doc, n, l)...)
		doc = in.docOf(name, doc)
		it := item{text: name, doc: doc}
		if optional[n] {
			it.text += "?"
		}
		if t := in.argType(u, name, doc); t != "string" {
			it.text += ":" + t
		}
		list = append(list, it)
	}
	if !l.variadic {
		return list
	}
	list = append(list, in.argRun(l))
	for i := l.tail; i > 0; i-- {
		list = append(list, item{text: in.taken.take("", "lastArg")})
	}
	return list
}

// argNames are the candidates for an argument's name, best first.
func (in *inferrer) argNames(u *usage, doc string, n int, l layout) []string {
	candidates := slices.DeleteFunc(slices.Clone(u.names), isPlaceholder)
	candidates = append(candidates, nameOfText(doc))
	candidates = append(candidates, slices.DeleteFunc(slices.Clone(u.hints), isPlaceholder)...)
	for _, r := range u.roles {
		if r.name != "" && r.kind != roleKey {
			candidates = append(candidates, r.name)
			break
		}
	}
	if l.head == 1 {
		candidates = append(candidates, "arg")
	}
	return append(candidates, "arg"+strconv.Itoa(n))
}

// optional tells which arguments the caller may leave out. One at the end arrives as nil,
// so the script must provide for that; before others it arrives as an empty string.
func (in *inferrer) optional(l layout) map[int]bool {
	found := map[int]bool{}
	if l.variadic {
		return found
	}
	end := true // every argument behind is optional too
	for n := l.head; n > len(in.script.Args); n-- {
		u := in.uses.inputs[analysis.InputRef{Table: analysis.ARGV, Index: n}]
		switch {
		case u == nil:
			end = false
		case end && u.nilChecked, !end && u.emptyChecked:
			found[n] = true
		default:
			end = false
		}
	}
	return found
}

// argRun proposes the arguments of which there can be any number.
func (in *inferrer) argRun(l layout) item {
	if len(l.parts) > 1 {
		return in.argGroup(l)
	}
	if it, ok := in.pairs(l); ok {
		return it
	}
	u := in.partUsage(l.parts0())
	var candidates []string
	for _, n := range u.names {
		if !isPlaceholder(n) {
			candidates = append(candidates, plural(n))
		}
	}
	for _, r := range u.roles {
		if r.name != "" && r.kind != roleKey {
			candidates = append(candidates, plural(r.name))
		}
	}
	text := in.taken.take("", append(candidates, "args", "values")...)
	if t := in.partType(u); t != "string" {
		return item{text: text + ":" + t + "..."}
	}
	return item{text: text + ":string..."}
}

// argGroup proposes arguments that a loop reads in groups.
func (in *inferrer) argGroup(l layout) item {
	group := in.taken.take("", "entries", "groups")
	inner := names{}
	var fields []string
	for i, exprs := range l.parts {
		u := in.partUsage(exprs)
		candidates := slices.DeleteFunc(slices.Clone(u.names), isPlaceholder)
		for _, r := range u.roles {
			if r.name != "" && r.kind != roleKey {
				candidates = append(candidates, r.name)
			}
		}
		name := inner.take("", append(candidates, "arg"+strconv.Itoa(i+1))...)
		fields = append(fields, name+":"+in.partType(u))
	}
	return item{text: group + ":tuple(" + strings.Join(fields, ", ") + ")..."}
}

// pairs proposes the groups that a command takes "unpack(ARGV)" for.
func (in *inferrer) pairs(l layout) (item, bool) {
	const fieldsAndValues = ":tuple(field:string, value:string)..."
	for _, c := range in.facts.Calls {
		if !c.Open || len(c.Args) == 0 || !slices.Contains(l.parts0(), c.Args[len(c.Args)-1]) {
			continue
		}
		switch before := len(c.Args) - 1; {
		case (c.Name == "HSET" || c.Name == "HMSET") && before%2 == 1:
			return item{text: in.taken.take("", "fields", "entries") + fieldsAndValues}, true
		case c.Name == "ZADD" && before == 1:
			return item{text: in.taken.take("", "members", "entries") + ":tuple(score:float, member:string)..."}, true
		}
	}
	return item{}, false
}
