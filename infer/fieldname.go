package infer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// candidate is a name that an element of a returned array might have.
type candidate struct {
	text string
	from nameSource
}

// nameSource says where a name comes from, the best first.
type nameSource int

const (
	fromVariable nameSource = iota // a local, a field, an input
	fromText                       // a constant string, which says what it is
	fromCommand                    // what the command's reply is called
	fromValue                      // what is made up of the value: ok, status
)

// maxCandidates bounds how many names are considered for one element.
const maxCandidates = 16

// candidatesFor are the candidates for the name of an element.
func (in *inferrer) candidatesFor(e syntax.Expr, r analysis.Reply) []candidate {
	var list []candidate
	add := func(from nameSource, names ...string) {
		for _, n := range names {
			if usable(n) != "" && n != "KEYS" && n != "ARGV" {
				list = append(list, candidate{n, from})
			}
		}
	}
	if e != nil {
		add(fromVariable, in.facts.NameOf(e))
		if ref := in.facts.Value(e).Input(); ref.Index > 0 {
			add(fromVariable, in.uses.of(ref).names...)
		}
		if call := in.callOf(e); call != nil {
			add(fromCommand, replyName(call))
		}
	}
	if text, ok := r.Value.Str(); ok && r.Kinds == analysis.ReplyBulk {
		add(fromText, lowerWords(text))
	}
	if r.Value.Is(kind.Bool) {
		add(fromValue, "ok")
	}
	return list
}

// lowerWords is a constant string as the name of a field.
func lowerWords(text string) string {
	name := textName(text)
	switch {
	case len(name) < 2:
		return ""
	case strings.ToUpper(name) == name:
		return strings.ToLower(name)
	default:
		return strings.ToLower(name[:1]) + name[1:]
	}
}

// nameFields names the fields of a tuple by the candidates for each, and notes which names are made up. A
// name depends on those before it alone, so that an element more renames nothing.
func (in *inferrer) nameFields(fields []parser.Field, named [][]candidate) {
	taken := names{}
	for i := range fields {
		if _, literal := fields[i].Type.(*parser.Literal); literal {
			continue
		}
		var texts []string
		var sources []nameSource
		if i < len(named) {
			for _, c := range named[i] {
				texts, sources = append(texts, c.text), append(sources, c.from)
			}
		}
		name := taken.take("", "value"+strconv.Itoa(i+1), texts...)
		fields[i].Ident.Text = name
		at := slices.IndexFunc(texts, func(t string) bool { return usable(t) == name })
		if at < 0 || sources[at] == fromValue {
			in.invented[name] = true
		}
	}
}

// joinCandidates are the candidates for the elements of several arrays at each place: a variable's name
// in any of them, before a text that is the same in all, before what a command's reply is called.
func joinCandidates(tuples []arrayReply, places int) [][]candidate {
	joined := make([][]candidate, places)
	for i := range joined {
		var texts []string
		for _, a := range tuples {
			if i >= len(a.named) {
				continue
			}
			for _, c := range a.named[i] {
				if c.from == fromText && len(texts) < 2 && !slices.Contains(texts, c.text) {
					texts = append(texts, c.text)
				}
				if len(joined[i]) < maxCandidates && !slices.Contains(joined[i], c) {
					joined[i] = append(joined[i], c)
				}
			}
		}
		if len(texts) > 1 {
			joined[i] = slices.DeleteFunc(joined[i], func(c candidate) bool { return c.from == fromText })
		}
		if i == 0 && len(distinctInts(tuples, i)) > 1 {
			joined[i] = append(joined[i], candidate{"status", fromValue})
		}
		slices.SortStableFunc(joined[i], func(a, b candidate) int { return cmp.Compare(a.from, b.from) })
	}
	return joined
}

// distinctInts are up to two of the integers at a place of arrays that only have constants there; nil when some have
// another value.
func distinctInts(tuples []arrayReply, i int) []int64 {
	var ints []int64
	for _, a := range tuples {
		if i >= len(a.elems) || a.elems[i].Kinds != analysis.ReplyInteger || len(a.elems[i].Consts) == 0 {
			return nil
		}
		for _, c := range a.elems[i].Consts {
			if n := int64(c.Num); !c.IsString && len(ints) < 2 && !slices.Contains(ints, n) {
				ints = append(ints, n)
			}
		}
	}
	return ints
}

// firstName is the name of the first field that has one of its own, as a variant's name; empty without.
func (in *inferrer) firstName(fields []parser.Field) string {
	for _, f := range fields {
		if f.Text != "" && !in.invented[f.Text] {
			return exported(f.Text)
		}
	}
	return ""
}
