package infer

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/parser"
)

// keys proposes the keys that are not declared.
func (in *inferrer) keys() []item {
	for _, k := range in.script.Keys {
		if k.Variadic {
			return nil
		}
	}
	l := in.layoutOf(&in.facts.Keys, max(in.comments.highest(value.KEYS), len(in.script.Keys)))
	if !l.variadic {
		l.head = max(l.head, min(len(in.callers.Keys), maxFixed))
	}
	rivals := in.argumentNames()
	var list []item
	for n := len(in.script.Keys) + 1; n <= l.head; n++ {
		ref := value.InputRef{Table: value.KEYS, Index: n}
		doc := in.comments.input(ref)
		candidates := in.keyNames(ref, doc)
		if len(candidates) > 0 && rivals[folded(candidates[0])] && !strings.HasSuffix(candidates[0], "Key") {
			candidates[0] += "Key" // the argument is what goes by that name
		}
		fallback := "key"
		if l.head > 1 || l.variadic {
			fallback += strconv.Itoa(n)
		}
		if t := templateOf(doc); t != "" && in.callers.Settled == nil {
			list = append(list, item{text: in.taken.take("", fallback, in.templateNames(ref, t)...) + " = " + t})
			in.written[subject{table: value.KEYS, index: n}] = true
			for _, m := range placeholderPattern().FindAllStringSubmatch(t, -1) {
				in.taken[folded(m[1])] = true
			}
			continue
		}
		name := in.taken.take("", fallback, candidates...)
		list = append(list, item{text: name, doc: in.docOf(name, doc, subject{table: value.KEYS, index: n})})
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

var (
	templatePattern    = lazyregexp.New(`^(?:[\w:.{}/|#-]|<[A-Za-z_]\w*>)+$`)
	placeholderPattern = lazyregexp.New(`<([A-Za-z_]\w*)>`)
)

// templateOf is the key template that a comment says an input is, "asynq:{<queue>}:t:<id>"; empty when it says
// something else.
func templateOf(doc string) string {
	if !templatePattern().MatchString(doc) || !placeholderPattern().MatchString(doc) || placeholderPattern().FindString(doc) == doc {
		return ""
	}
	if _, found := parser.ParseText("comment.lua", []byte("--@key key = "+doc+"\nreturn KEYS[1]\n")); len(found) > 0 {
		return ""
	}
	return doc
}

// templateNames are the candidates for the name of a key that has a template, best first: a local's, else the last
// word of the template.
func (in *inferrer) templateNames(ref value.InputRef, template string) []string {
	words := strings.FieldsFunc(placeholderPattern().ReplaceAllString(template, ""), func(r rune) bool { return !unicode.IsLetter(r) && r != '_' && !unicode.IsDigit(r) })
	u := in.uses.of(ref)
	names := telling(u.names, u.hints)
	if len(words) > 0 {
		names = append(names, telling(words[len(words)-1:])...)
	}
	return append(names, roleNames(u.roles, isKeyOrChannel)...)
}

// argumentNames are the names that the arguments would get if nothing else had them.
func (in *inferrer) argumentNames() names {
	n := names{}
	for ref, u := range in.uses.inputs {
		if ref.Table == value.ARGV {
			if c := in.argNames(u, in.comments.input(ref), in.callers.arg(ref.Index)); len(c) > 0 {
				n[folded(c[0])] = true
			}
		}
	}
	return n
}

// keyNames are the candidates for a key's name, best first.
func (in *inferrer) keyNames(ref value.InputRef, doc string) []string {
	u := in.uses.of(ref)
	name := nameOfText(doc)
	if bare, ok := strings.CutSuffix(name, "Key"); ok && bare != "" && !isCompound(firstWord(doc)) {
		name = bare
	}
	passed := in.callers.key(ref.Index).Names
	if isProse(doc) {
		return telling(u.names, passed, []string{name}, u.hints, roleNames(u.roles, isKeyOrChannel))
	}
	return telling(u.names, []string{name}, passed, u.hints, roleNames(u.roles, isKeyOrChannel))
}

// telling joins candidates, best first, without those that say nothing.
func telling(lists ...[]string) []string {
	return slices.DeleteFunc(slices.Concat(lists...), func(name string) bool { return usable(name) == "" || isPlaceholder(name) })
}

// roleNames is what the first command whose role is meant calls an input.
func roleNames(roles []role, meant func(role) bool) []string {
	for _, r := range roles {
		if r.name != "" && meant(r) {
			return []string{r.name}
		}
	}
	return nil
}

func isKeyOrChannel(r role) bool { return r.kind == roleKey && r.name != "key" || r.name == "channel" }

func isArgument(r role) bool { return r.kind != roleKey }

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
		u := in.partUsage(l.ungrouped())
		doc := in.comments.runs[value.KEYS]
		named := strings.TrimSuffix(strings.TrimSuffix(nameOfText(doc), "s"), "Key")
		name := in.taken.take("", "keys", plurals(telling(u.names, []string{named}))...)
		return item{text: name + "...", doc: in.docOf(name, doc, subject{table: value.KEYS, run: true})}
	}
	group := in.taken.take("", "keys")
	inner := names{}
	var parts []string
	for i, exprs := range l.parts {
		parts = append(parts, inner.take("", "key"+strconv.Itoa(i+1), telling(in.partUsage(exprs).names)...))
	}
	return item{text: group + "(" + strings.Join(parts, " ") + ")..."}
}

// docOf is an input's documentation, as far as it says more than the name. of is what the comment that holds
// it speaks of.
func (in *inferrer) docOf(name, doc string, of subject) string {
	if doc == "" {
		of = subject{name: folded(name)}
		doc = in.comments.named[of.name]
	}
	if !strings.HasSuffix(doc, "…") { // it may be cut
		in.written[of] = true
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
	l := in.layoutOf(&in.facts.Args, max(in.comments.highest(value.ARGV), len(in.script.Args)))
	if !l.variadic {
		l.head = max(l.head, min(len(in.callers.Args), maxFixed))
	}
	optional := in.optional(l)
	keys := maps.Clone(in.taken)
	var list []item
	for n := len(in.script.Args) + 1; n <= l.head; n++ {
		ref := value.InputRef{Table: value.ARGV, Index: n}
		u, doc := in.uses.of(ref), in.comments.input(ref)
		fallback := "arg"
		if l.head > 1 || l.variadic {
			fallback += strconv.Itoa(n)
		}
		passed := in.callers.arg(n)
		candidates, suffix := in.argNames(u, doc, passed), ""
		if len(candidates) > 0 && keys[folded(candidates[0])] {
			suffix = "Arg" // the key is what goes by that name
		}
		name := in.taken.take(suffix, fallback, candidates...)
		doc = in.docOf(name, doc, subject{table: value.ARGV, index: n})
		it := item{text: name, doc: doc}
		if optional[n] && in.callers.Settled == nil {
			it.text += "?"
		}
		if t := in.callers.settle(in.argType(u, name, doc), passed.Type); t != "string" {
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
func (in *inferrer) argNames(u *usage, doc string, passed Passed) []string {
	var weak []string
	switch {
	case u.bounds:
		weak = []string{"limit"}
	case u.prefix:
		weak = []string{"prefix"}
	}
	if isProse(doc) {
		return telling(u.names, passed.Names, []string{nameOfText(doc)}, u.hints, roleNames(u.roles, isArgument), weak)
	}
	return telling(u.names, []string{nameOfText(doc)}, passed.Names, u.hints, roleNames(u.roles, isArgument), weak)
}

// plurals are the plurals of names.
func plurals(names []string) []string {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = plural(n)
	}
	return list
}

// optional tells which arguments the caller may leave out. One at the end arrives as nil,
// so the script must provide for that; before others it arrives as an empty string.
func (in *inferrer) optional(l layout) map[int]bool {
	found := map[int]bool{}
	if l.variadic {
		return found
	}
	counts := in.countsArguments(l)
	end := true // every argument after is optional too
	for n := l.head; n > len(in.script.Args); n-- {
		u := in.uses.inputs[value.InputRef{Table: value.ARGV, Index: n}]
		switch {
		case u == nil:
			end = false
		case end && (u.nilChecked || counts && u.counted && !u.uncounted), !end && u.emptyChecked:
			found[n] = true
		default:
			end = false
		}
	}
	return found
}

// countsArguments reports whether some argument is used whatever #ARGV is, so that those that are only used where it is
// checked may be left out; otherwise the check is one of the whole call.
func (in *inferrer) countsArguments(l layout) bool {
	for n := 1; n <= l.head; n++ {
		if u := in.uses.inputs[value.InputRef{Table: value.ARGV, Index: n}]; u != nil && u.uncounted {
			return true
		}
	}
	return false
}

// argRun proposes the arguments of which there can be any number.
func (in *inferrer) argRun(l layout) item {
	if len(l.parts) > 1 {
		return in.argGroup(l)
	}
	if it, ok := in.pairs(l); ok && in.callers.Rest.Type == "" {
		return it
	}
	u := in.partUsage(l.ungrouped())
	for _, c := range in.facts.Calls {
		if last := len(c.Args) - 1; c.Open && last >= 0 && slices.Contains(l.ungrouped(), c.Args[last]) {
			u.roles = append(u.roles, roleOf(c, last))
		}
	}
	doc := in.comments.runs[value.ARGV]
	name := in.taken.take("", "args", plurals(telling(u.names, []string{nameOfText(doc)}, in.callers.Rest.Names, roleNames(u.roles, isArgument)))...)
	return item{text: name + ":" + in.callers.settle(in.argType(&u, name, doc), in.callers.Rest.Type) + "...", doc: in.docOf(name, doc, subject{table: value.ARGV, run: true})}
}

// argGroup proposes arguments that a loop reads in groups.
func (in *inferrer) argGroup(l layout) item {
	group := in.taken.take("", "entries")
	inner := names{}
	var fields []string
	for i, exprs := range l.parts {
		u := in.partUsage(exprs)
		name := inner.take("", "arg"+strconv.Itoa(i+1), telling(u.names, roleNames(u.roles, isArgument))...)
		fields = append(fields, name+":"+in.argType(&u, name, ""))
	}
	return item{text: group + ":tuple(" + strings.Join(fields, ", ") + ")..."}
}

// pairs proposes the groups that a command takes "unpack(ARGV)" for.
func (in *inferrer) pairs(l layout) (item, bool) {
	for _, c := range in.facts.Calls {
		if !c.Open || len(c.Args) == 0 || c.Match == nil || !slices.Contains(l.ungrouped(), c.Args[len(c.Args)-1]) {
			continue
		}
		group := c.Match.Groups()
		if len(group) == 0 || slices.ContainsFunc(group, func(p command.Param) bool { return p.Role == command.Key }) {
			continue
		}
		name := "fields"
		var parts []string
		for i := range group {
			kind := "string"
			if group[i].Role.IsNumber() {
				kind = "float"
			}
			if group[i].Role == command.Member {
				name = "members"
			}
			parts = append(parts, camelCase(group[i].Name)+":"+kind)
		}
		return item{text: in.taken.take("", name) + ":tuple(" + strings.Join(parts, ", ") + ")..."}, true
	}
	return item{}, false
}
