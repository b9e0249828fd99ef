package lint

import (
	"math"
	"slices"
	"strconv"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser"
)

// scalarFit compares a reply of one kind with a scalar, an enum or a literal.
func scalarFit(t parser.Type, kind analysis.ReplyKinds, r analysis.Reply) fitting {
	if !acceptsKind(t, kind, r) {
		return mismatch(t, kind, r)
	}
	consts := constsOf(kind, r)
	if len(consts) == 0 {
		return fitting{}
	}
	bad := slices.IndexFunc(consts, func(c analysis.Const) bool { return !acceptsConst(t, c) })
	if bad < 0 {
		return fitting{}
	}
	one := r
	one.Consts = consts[bad : bad+1]
	one.Kinds = kind
	got := mismatch(t, kind, one)
	if slices.ContainsFunc(consts, func(c analysis.Const) bool { return acceptsConst(t, c) }) {
		return got.sometimes()
	}
	return got
}

// constsOf returns the constants of a reply that are of one kind; nil when they are
// not all known.
func constsOf(kind analysis.ReplyKinds, r analysis.Reply) []analysis.Const {
	var consts []analysis.Const
	for _, c := range r.Consts {
		isText := kind == analysis.ReplyBulk || kind == analysis.ReplyStatus
		isNumber := kind == analysis.ReplyInteger || kind == analysis.ReplyTruncated
		if c.IsString && isText || !c.IsString && isNumber {
			consts = append(consts, c)
		}
	}
	return consts
}

// acceptsKind reports whether some reply of the kind decodes as the type.
func acceptsKind(t parser.Type, kind analysis.ReplyKinds, r analysis.Reply) bool {
	integer := kind == analysis.ReplyInteger || kind == analysis.ReplyTruncated
	text := kind == analysis.ReplyBulk || kind == analysis.ReplyStatus
	switch t := t.(type) {
	case *parser.Enum:
		return t.Ints && integer || !t.Ints && text
	case *parser.Literal:
		return t.Ints && integer || !t.Ints && text
	case *parser.Scalar:
		switch t.Kind {
		case parser.Any:
			return true
		case parser.OK:
			return kind == analysis.ReplyStatus
		case parser.Bool:
			return integer || kind == analysis.ReplyNil || kind == analysis.ReplyBulk && mayBeNumeral(r) || kind == analysis.ReplyRESP3
		case parser.Int, parser.Uint, parser.Time, parser.Duration:
			return integer || kind == analysis.ReplyBulk && mayBeNumeral(r)
		case parser.Float:
			return integer || kind == analysis.ReplyBulk && mayBeNumeral(r) || kind == analysis.ReplyRESP3
		default:
			return text || kind == analysis.ReplyRESP3
		}
	default:
		return true
	}
}

// mayBeNumeral reports whether a string that is returned can hold a number.
func mayBeNumeral(r analysis.Reply) bool {
	return !r.Value.Known() || r.Value.Can(analysis.Numeral|analysis.AnyString)
}

// acceptsConst reports whether one constant, of a kind that the type accepts, decodes
// as the type.
func acceptsConst(t parser.Type, c analysis.Const) bool {
	number, text := wireText(c)
	switch t := t.(type) {
	case *parser.Literal:
		return t.Ints && number == float64(t.Int) || !t.Ints && text == t.Text
	case *parser.Enum:
		return slices.ContainsFunc(t.Members, func(m parser.EnumMember) bool {
			return t.Ints && number == float64(m.Int) || !t.Ints && text == m.Text
		})
	case *parser.Scalar:
		switch t.Kind {
		case parser.Bool:
			return text == "1" || text == "0"
		case parser.Uint:
			_, err := strconv.ParseUint(text, 10, 64)
			return err == nil
		case parser.Int, parser.Time, parser.Duration:
			_, err := strconv.ParseInt(text, 10, 64)
			return err == nil
		case parser.Float:
			_, err := strconv.ParseFloat(text, 64)
			return err == nil
		}
	}
	return true
}

// wireText is a constant as it travels: numbers are cut to whole ones.
func wireText(c analysis.Const) (number float64, text string) {
	if c.IsString {
		return math.NaN(), c.Str
	}
	number = math.Trunc(c.Num)
	if number == 0 {
		number = 0 // not -0
	}
	return number, strconv.FormatFloat(number, 'f', 0, 64)
}
