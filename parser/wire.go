package parser

// WireKind is a kind of reply on the wire, those of both protocols together.
type WireKind int

// The kinds of reply. Errors are none: they fit no type.
const (
	WireNil WireKind = iota
	WireInteger
	WireBulk
	WireStatus
	WireVerbatim
	WireDouble
	WireBoolean
	WireBigNumber
	WireArray
	WireSet
	WireMap
	wireKinds // how many there are
)

// Grammar says which replies of one kind a type accepts.
type Grammar int

// The grammars of a reply's text: the digits of an integer or a big number, the bytes of
// a string, the number of a double.
const (
	Refused      Grammar = iota // none
	AnyText                     // every one; of arrays and maps those whose elements fit
	IntegerText                 // -?[0-9]+ within 64 bits
	NaturalText                 // [0-9]+ within 64 bits
	UnitText                    // as IntegerText, and within what a time or duration holds
	NumberText                  // a decimal number as Redis writes them, inf and nan included
	FractionText                // a decimal number within what a time or duration holds
	BitText                     // 1 or 0
	JSONText                    // a JSON text
	OKText                      // OK
	MemberText                  // one of the values that the type names
	GoText                      // what the Go type reads, which only generated code knows
)

// WireForm is what a type accepts: a grammar for each kind of reply. It is the one
// place that says so; the decoder of package runtime is tested against it.
type WireForm [wireKinds]Grammar

// textForm accepts strings of a grammar.
func textForm(g Grammar) WireForm {
	return WireForm{WireBulk: g, WireStatus: g, WireVerbatim: g}
}

// with is the form that accepts more.
func (f WireForm) with(kind WireKind, g Grammar) WireForm {
	f[kind] = g
	return f
}

// integerForm accepts integers, and strings and big numbers that are one.
func integerForm(g Grammar) WireForm {
	return textForm(g).with(WireInteger, g).with(WireBigNumber, g)
}

// scalarForms are the forms of the scalars. Those with words or fractions of a unit
// have one of their own: see FormOf.
var scalarForms = [ScalarKinds]WireForm{
	String:   textForm(AnyText),
	Bytes:    textForm(AnyText),
	Int:      integerForm(IntegerText),
	Uint:     integerForm(NaturalText),
	Float:    textForm(NumberText).with(WireInteger, NumberText).with(WireDouble, NumberText),
	Bool:     textForm(BitText).with(WireInteger, BitText).with(WireBoolean, AnyText).with(WireNil, AnyText),
	Time:     integerForm(UnitText),
	Duration: integerForm(UnitText),
	JSON:     textForm(JSONText),
	MsgPack:  textForm(GoText),
	Text:     textForm(GoText),
	Any:      {AnyText, AnyText, AnyText, AnyText, AnyText, AnyText, AnyText, AnyText, AnyText, AnyText, AnyText},
	OK:       textForm(OKText).with(WireStatus, AnyText),
}

// FormOf is what a type accepts. Of a type with parts it tells the kinds alone; a nil
// type is the reply nil.
func FormOf(t Type) WireForm {
	switch t := t.(type) {
	case *Scalar:
		switch {
		case len(t.Words) > 0:
			return textForm(MemberText)
		case t.Rest == RestFraction:
			return textForm(FractionText).with(WireInteger, FractionText).with(WireDouble, FractionText)
		default:
			return scalarForms[t.Kind]
		}
	case *Enum:
		return memberForm(t.Ints)
	case *Literal:
		return memberForm(t.Ints)
	case *Optional:
		form := FormOf(t.Elem).with(WireNil, AnyText)
		if !isAtomic(t.Elem) {
			for _, aggregate := range []WireKind{WireArray, WireSet, WireMap} {
				form[aggregate] = AnyText // an empty one is no value
			}
		}
		return form
	case *List:
		return WireForm{WireArray: AnyText, WireSet: AnyText}
	case *Map, *Hash:
		return WireForm{WireArray: AnyText, WireMap: AnyText}
	case *Tuple, *Flat:
		return WireForm{WireArray: AnyText}
	case *Variants:
		var form WireForm
		for _, v := range t.Variants {
			for kind, g := range FormOf(v.shape()) {
				if form[kind] == Refused {
					form[kind] = g
				}
			}
		}
		return form
	case nil:
		return WireForm{WireNil: AnyText}
	}
	return WireForm{}
}

func memberForm(ints bool) WireForm {
	if ints {
		return WireForm{WireInteger: MemberText}
	}
	return textForm(MemberText)
}
