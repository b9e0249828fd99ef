package infer

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// outcome is everything that a script can reply, with the replies that stand for errors
// taken out.
type outcome struct {
	null    bool     // nil
	truth   bool     // Lua's true is among the integers
	falsity bool     // Lua's false is among the nils, and nothing else that is nil
	ints    []int64  // the integers, when all are known
	integer bool     // some integer
	coded   bool     // negative integers stand for errors, so that others are codes among them
	anyInt  bool     // an integer that is not known
	texts   []string // the strings and statuses, when all are known
	text    bool     // some string
	anyText bool     // a string that is not known
	numeral bool     // every string is a number
	json    bool     // every string is what cjson.encode makes
	status  bool     // a status
	okOnly  bool     // every status is OK
	arrays  []arrayReply
	unknown bool // something of which nothing is known
	// undecided is set when some of that is not by its nature anything; see isAnything.
	undecided bool
	defaults  bool // a string that Redis holds, or else a whole number in its place: GET … or 0
}

// arrayReply is one return's array.
type arrayReply struct {
	typ   parser.Type      // nil for an empty array
	tuple *parser.Tuple    // typ, when it is one whose elements are known one by one
	elems []analysis.Reply // those of tuple
	named [][]candidate    // the names that the fields of tuple might have
	stmt  *syntax.ReturnStmt
}

// tooMany is why a reply is any that can be an integer or a string.
const tooMany = "the script returns an integer or a string, which nothing tells apart"

// outcome is what the returns send, those aside that stand for errors.
func (in *inferrer) outcome(errors *claims) *outcome {
	o := &outcome{numeral: true, json: true, okOnly: true, falsity: true, coded: len(errors.ints) > 0}
	for i := range in.facts.Returns {
		in.addReturn(o, &in.facts.Returns[i], errors)
	}
	if in.facts.EndReachable {
		o.null, o.falsity = true, o.falsity && o.truth
	}
	if errors.null {
		o.null = false
	}
	return o
}

// outcomeType is the type that decodes everything a script replies; nil for nothing. For
// any it says why it is no better.
func (in *inferrer) outcomeType(o *outcome) (t parser.Type, why string) {
	if o.unknown {
		if !o.undecided {
			return scalar(parser.Any), ""
		}
		return scalar(parser.Any), "the reply is not known from the script"
	}
	if o.defaults {
		if o.text || o.status || len(o.arrays) > 0 {
			return scalar(parser.Any), tooMany
		}
		in.doubt("the reply is a string that Redis holds, or else a number: int decodes the string as long as it is a whole number")
		return optionalIf(o.null, scalar(parser.Int)), ""
	}
	kinds := 0
	for _, is := range []bool{o.integer, o.text || o.status, len(o.arrays) > 0} {
		if is {
			kinds++
		}
	}
	switch {
	case kinds == 0:
		return nil, ""
	case kinds > 1:
		return in.mixed(o)
	case o.integer:
		return o.integerType(), ""
	case len(o.arrays) > 0:
		t := in.unify(o.arrays)
		if _, several := t.(*parser.Variants); several {
			return in.variants(o), ""
		}
		return optionalIf(o.null, t), ""
	default:
		return o.textType(), ""
	}
}

func (o *outcome) integerType() parser.Type {
	slices.Sort(o.ints)
	switch {
	case o.anyInt:
		return optionalIf(o.null, scalar(parser.Int))
	case slices.Equal(o.ints, []int64{0, 1}) && (!o.coded || o.truth):
		return optionalIf(o.null && !(o.falsity || o.truth), scalar(parser.Bool))
	case o.truth && slices.Equal(o.ints, []int64{1}):
		return scalar(parser.Bool)
	case o.null && o.falsity && slices.Equal(o.ints, []int64{1}):
		return scalar(parser.Bool)
	default:
		return optionalIf(o.null, scalar(parser.Int))
	}
}

func (o *outcome) textType() parser.Type {
	switch {
	case o.status && !o.text && o.okOnly:
		return optionalIf(o.null, scalar(parser.OK))
	case o.text && !o.status && o.json:
		return optionalIf(o.null, scalar(parser.JSON))
	case o.text && !o.status && o.anyText && o.numeral:
		return optionalIf(o.null, scalar(parser.Float))
	case !o.anyText && len(o.texts) > 1:
		if b := spelledBool(o.texts); b != nil {
			return optionalIf(o.null, b)
		}
		if e := codeWords(o.texts); e != nil {
			return optionalIf(o.null, e)
		}
	}
	return optionalIf(o.null, scalar(parser.String))
}

// codeWords is the enum of the strings that a script replies; nil when they make no
// good names.
func codeWords(texts []string) parser.Type {
	e := &parser.Enum{}
	seen := names{}
	for _, text := range texts {
		name := textName(text)
		if name == "" || seen[folded(name)] {
			return nil
		}
		seen[folded(name)] = true
		e.Members = append(e.Members, parser.EnumMember{Ident: parser.Ident{Text: name}, Text: text})
	}
	return e
}

// textName makes a name of a constant text; empty when it is none.
func textName(text string) string {
	if usable(text) == text {
		return text
	}
	return camel(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-:. ", r) }))
}

// mixed is the type of a reply that is of more than one kind; see outcomeType.
func (in *inferrer) mixed(o *outcome) (t parser.Type, why string) {
	if o.anyInt && o.text && o.anyText && o.numeral && len(o.arrays) == 0 {
		return optionalIf(o.null, scalar(parser.Float)), ""
	}
	if v := in.variants(o); v != nil {
		return v, ""
	}
	return scalar(parser.Any), tooMany
}

// isAccepted reports whether the parser accepts a type.
func isAccepted(t parser.Type) bool { return len(parser.CheckReply(t)) == 0 }
