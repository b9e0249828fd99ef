package lint

import (
	"math"
	"slices"
	"strconv"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
)

// scalarFit compares a reply of one kind with a scalar, an enum or a literal, by the
// parser's table of what types accept.
func scalarFit(t parser.Type, kind analysis.ReplyKinds, r analysis.Reply) fitting {
	form := parser.FormOf(t)
	wire := wireKinds(kind)
	consts := constsOf(kind, r)
	if !slices.ContainsFunc(wire, func(k parser.WireKind) bool {
		return form[k] != parser.Refused && (len(consts) > 0 || mayHold(form[k], kind, r.Value))
	}) {
		return mismatch(t, kind, r)
	}
	if len(consts) == 0 {
		if kind == analysis.ReplyBulk && form[parser.WireBulk] == parser.OKText {
			return mismatch(t, kind, r).sometimes()
		}
		return fitting{}
	}
	accepts := func(c value.Const) bool {
		text, known := wireText(c)
		return !known || parser.Judge(t, parser.Atom{Kind: wire[0], Text: text}) != parser.Rejects
	}
	bad := slices.IndexFunc(consts, func(c value.Const) bool { return !accepts(c) })
	if bad < 0 {
		return fitting{}
	}
	one := r
	one.Consts = consts[bad : bad+1]
	one.Kinds = kind
	got := mismatch(t, kind, one)
	if slices.ContainsFunc(consts, accepts) {
		return got.sometimes()
	}
	return got
}

// constsOf returns the constants of a reply that are of one kind; nil when they are
// not all known.
func constsOf(kind analysis.ReplyKinds, r analysis.Reply) []value.Const {
	var consts []value.Const
	for _, c := range r.Consts {
		isText := kind == analysis.ReplyBulk || kind == analysis.ReplyStatus
		isNumber := kind == analysis.ReplyInteger || kind == analysis.ReplyTruncated
		if c.IsString && isText || !c.IsString && isNumber {
			consts = append(consts, c)
		}
	}
	return consts
}

// wireKinds are the kinds on the wire that a kind of reply can be.
func wireKinds(kind analysis.ReplyKinds) []parser.WireKind {
	switch kind {
	case analysis.ReplyNil:
		return []parser.WireKind{parser.WireNil}
	case analysis.ReplyInteger, analysis.ReplyTruncated:
		return []parser.WireKind{parser.WireInteger}
	case analysis.ReplyBulk:
		return []parser.WireKind{parser.WireBulk}
	case analysis.ReplyStatus:
		return []parser.WireKind{parser.WireStatus}
	case analysis.ReplyArray:
		return []parser.WireKind{parser.WireArray}
	default:
		return []parser.WireKind{parser.WireVerbatim, parser.WireDouble, parser.WireBoolean, parser.WireBigNumber, parser.WireSet, parser.WireMap}
	}
}

// mayHold reports whether a reply of a kind, of which no constants are known, can be of
// a grammar.
func mayHold(g parser.Grammar, reply analysis.ReplyKinds, v value.Value) bool {
	switch reply {
	case analysis.ReplyBulk:
	case analysis.ReplyStatus:
		s := v.Shape()
		if s == nil {
			return true
		}
		v = s.Field("ok")
	default:
		return true
	}
	switch g {
	case parser.IntegerText, parser.NaturalText, parser.UnitText, parser.NumberText, parser.FractionText, parser.BitText:
		return !v.Known() || v.Can(kind.Numeral|kind.AnyString)
	case parser.OKText:
		return !v.Known() || v.Can(kind.Text|kind.AnyString)
	case parser.Refused, parser.AnyText, parser.JSONText, parser.MemberText, parser.GoText:
	}
	return true
}

// wireText is a constant as it travels: numbers are cut to whole ones. What becomes of
// those that 64 bits do not hold depends on the server's machine.
func wireText(c value.Const) (text string, known bool) {
	if c.IsString {
		return c.Str, true
	}
	number := math.Trunc(c.Num)
	if number == 0 {
		number = 0 // not -0
	}
	return strconv.FormatFloat(number, 'f', 0, 64), number >= math.MinInt64 && number < math.MaxInt64
}
