package lint

import (
	"fmt"
	"math"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// verdict says whether replies decode as a type.
type verdict int

const (
	fits    verdict = iota // all of them, or nothing speaks against it
	perhaps                // some do not
	never                  // none does
)

// fitting is the outcome of comparing a reply with a type.
type fitting struct {
	verdict verdict
	subject string      // what does not fit: "this", "an element of this"
	what    string      // what it is: "an integer", "nil"
	doubt   bool        // it may be something else
	want    string      // the type that it does not fit
	at      syntax.Expr // where in the return it is; nil for the whole
	isNil   bool        // nil is what does not fit
	isFalse bool        // and the script makes it of a condition that is false
	cuts    bool        // and it ends the array that it is in
	code    string      // the negative number that does not fit, as scripts return for errors
	isText  bool        // a string that is no status is what does not fit ok
}

// why says what is returned that does not fit: "this is perhaps an integer".
func (f fitting) why() string {
	if f.doubt {
		return f.subject + " is perhaps " + f.what
	}
	return f.subject + " is " + f.what
}

// advice is what to do about replies that do not fit.
func (f fitting) advice() string {
	switch {
	case f.cuts:
		return "nil ends an array, optional or not: put false in its place and declare the elements optional with ?, or leave it out"
	case f.isFalse:
		return "return it as and 1 or 0, or declare bool"
	case f.code != "":
		return "declare what is returned, or, where it stands for an error, add --@error Err… " + f.code
	case f.isNil:
		return "declare it optional with ?, or return something else"
	case f.isText:
		return "return redis.status_reply(…), or declare string"
	default:
		return "return what @returns declares, or declare what is returned"
	}
}

// fitter compares replies with types.
type fitter struct {
	claims []parser.ReplyErr // looked at before the top level is decoded
}

// fit compares a whole reply with the type of @returns.
func (f *fitter) fit(t parser.Type, r analysis.Reply, e syntax.Expr) fitting {
	return f.reply(t, f.unclaimed(r), e)
}

// unclaimed is a reply without what the @error annotations claim. An
// unknown reply stays unknown.
func (f *fitter) unclaimed(r analysis.Reply) analysis.Reply {
	if r.Kinds == analysis.AnyReply {
		return r
	}
	if claimed(f.claims, func(m parser.Match) bool { return m.Kind == parser.MatchNil }) {
		r.Kinds &^= analysis.ReplyNil
	}
	if len(r.Consts) == 0 {
		return r
	}
	var left []value.Const
	var kinds analysis.ReplyKinds
	for _, c := range r.Consts {
		hit := claimed(f.claims, func(m parser.Match) bool {
			return m.Kind == parser.MatchInt && !c.IsString && float64(m.Int) == math.Trunc(c.Num) ||
				m.Kind == parser.MatchString && c.IsString && m.Text == c.Str
		})
		switch {
		case hit:
		case c.IsString:
			left = append(left, c)
			kinds |= r.Kinds & (analysis.ReplyBulk | analysis.ReplyStatus)
		default:
			left = append(left, c)
			kinds |= r.Kinds & (analysis.ReplyInteger | analysis.ReplyTruncated)
		}
	}
	const values = analysis.ReplyInteger | analysis.ReplyTruncated | analysis.ReplyBulk
	if r.Kinds&values != 0 {
		kinds |= r.Kinds & analysis.ReplyStatus // Consts are those of the others
	}
	r.Kinds = r.Kinds&^(values|analysis.ReplyStatus) | kinds
	r.Consts = left
	return r
}

// reply compares one reply, or element of one, with a type.
func (f *fitter) reply(t parser.Type, r analysis.Reply, e syntax.Expr) fitting {
	if r.Kinds == analysis.AnyReply {
		return fitting{}
	}
	r.Kinds &^= analysis.ReplyError // a ScriptError, whatever the type
	r = untilNil(r)
	if r.Kinds&analysis.ReplyNil != 0 && r.Value.Known() && !r.Value.Can(kind.Nil|kind.False) {
		r.Kinds &^= analysis.ReplyNil // nothing in the script suggests it
	}
	var all []fitting
	for kind := analysis.ReplyKinds(1); kind < analysis.AnyReply; kind <<= 1 {
		if r.Kinds&kind != 0 {
			all = append(all, f.kind(t, kind, r, e))
		}
	}
	return worst(all)
}

// untilNil is a reply without the elements that Redis never sends: an array ends at its first
// nil.
func untilNil(r analysis.Reply) analysis.Reply {
	for i := range r.Elems {
		if r.Elems[i].Value.Is(kind.AbsentOrNil) {
			r.Elems, r.Rest = r.Elems[:i], nil
			break
		}
	}
	return r
}

// worst joins the outcomes for the kinds that a reply can be: the reply never fits
// only when no kind does.
func worst(all []fitting) fitting {
	var bad fitting
	good := false
	for _, one := range all {
		if one.verdict > bad.verdict {
			bad = one
		}
		good = good || one.verdict != never
	}
	if good && bad.verdict == never {
		return bad.sometimes()
	}
	return bad
}

// sometimes is a mismatch that holds for some replies only.
func (f fitting) sometimes() fitting {
	f.verdict, f.doubt = perhaps, true
	return f
}

// kind compares a reply of one kind with a type.
func (f *fitter) kind(t parser.Type, kind analysis.ReplyKinds, r analysis.Reply, e syntax.Expr) fitting {
	switch t := t.(type) {
	case *parser.Optional:
		if kind == analysis.ReplyNil || kind == analysis.ReplyArray && r.Known && len(r.Elems) == 0 && r.Rest == nil && isComposite(t.Elem) {
			return fitting{}
		}
		return f.kind(t.Elem, kind, r, e)
	case *parser.Variants:
		return f.variants(t, kind, r, e)
	case *parser.Scalar, *parser.Enum, *parser.Literal:
		return scalarFit(t, kind, r)
	default:
		return f.composite(t, kind, r, e)
	}
}

// isComposite reports whether an empty array can stand for a missing value of the
// type.
func isComposite(t parser.Type) bool {
	switch t.(type) {
	case *parser.Tuple, *parser.Hash, *parser.List, *parser.Map, *parser.Flat:
		return true
	default:
		return false
	}
}

// mismatch is a kind of reply that does not decode as a type.
func mismatch(t parser.Type, of analysis.ReplyKinds, r analysis.Reply) fitting {
	s, _ := t.(*parser.Scalar)
	f := fitting{
		verdict: never, subject: "this", what: described(of, r), doubt: r.Kinds&^of != 0, want: typeText(t),
		isNil:  of == analysis.ReplyNil,
		isText: of == analysis.ReplyBulk && s != nil && s.Kind == parser.OK,
	}
	if v := r.Value; f.isNil && v.Can(kind.False) && v.Can(kind.True) && !v.Can(kind.AbsentOrNil) && v.Known() {
		f.isFalse, f.what = true, "false, which Redis sends as nil"
	}
	if len(r.Consts) == 1 && !r.Consts[0].IsString && r.Consts[0].Num < 0 {
		f.code = fmt.Sprintf("%.0f", math.Trunc(r.Consts[0].Num))
	}
	return f
}

// described names a kind of reply, with its value where that is a single one.
func described(kind analysis.ReplyKinds, r analysis.Reply) string {
	if r.Kinds&^kind == 0 && len(r.Consts) == 1 {
		c := r.Consts[0]
		if !c.IsString {
			return fmt.Sprintf("the integer %.0f", math.Trunc(c.Num))
		}
		return fmt.Sprintf("the string %q", shorten(c.Str, 30))
	}
	return kindName(kind)
}

// shorten cuts a text for a message.
func shorten(s string, longest int) string {
	for i := range s {
		if i >= longest {
			return s[:i] + "…"
		}
	}
	return s
}

// typeText is a type for a message.
func typeText(t parser.Type) string { return shorten(t.String(), 80) }

func kindName(kind analysis.ReplyKinds) string {
	switch kind {
	case analysis.ReplyNil:
		return "nil"
	case analysis.ReplyInteger, analysis.ReplyTruncated:
		return "an integer"
	case analysis.ReplyBulk:
		return "a string"
	case analysis.ReplyStatus:
		return "a status"
	case analysis.ReplyArray:
		return "an array"
	default:
		return "a RESP3 value"
	}
}
