package parser

import (
	"slices"
	"strings"
)

// maxSteps bounds the work of telling variants apart.
const maxSteps = 2_000_000

// overlap looks for a reply that two types both accept. A nil Type is the shape of
// a nil reply.
type overlap struct {
	steps int
	known map[[2]Type]meeting
}

// meeting is the outcome of comparing two types.
type meeting struct {
	example string // a reply that both accept, as a message shows it
	ok      bool   // there is one
}

// checkOverlap reports variants of a reply's type that some reply fits alike. The whole type
// is optional when a nil, or an empty array, is no variant at all.
func (h *headerReader) checkOverlap(whole Type) {
	vs := variantsOf(whole)
	if vs == nil {
		return
	}
	o := &overlap{known: map[[2]Type]meeting{}}
	shapes := make([]Type, len(vs.Variants))
	for i, v := range vs.Variants {
		shapes[i] = v.shape()
		if _, optional := whole.(*Optional); optional && acceptsNil(shapes[i]) {
			h.errorf(v.At, RuleType, `nil is both the variant %s and, by the "?" after all variants, no value: remove one of the two`, v.Text)
		}
	}
	for j := range shapes {
		for i := range j {
			m := o.meet(shapes[i], shapes[j])
			if o.steps > maxSteps {
				h.errorf(vs.At, RuleType, "the variants are too large to be told apart: write fewer, or smaller ones")
				return
			}
			if !m.ok || vs.Variants[i].Text == vs.Variants[j].Text {
				continue
			}
			relate(h.errorf(vs.Variants[j].At, RuleType, "the variants %s and %s cannot be told apart: the reply %s fits both; give them different literals at the same position, different lengths or different kinds",
				vs.Variants[i].Text, vs.Variants[j].Text, m.example), vs.Variants[i].At, vs.Variants[i].Text)
		}
	}
}

// shape is the type of the replies that a variant stands for; nil for a nil reply.
func (v Variant) shape() Type {
	switch v.Form {
	case VariantTuple:
		return &Tuple{At: v.At, Fields: v.Fields}
	case VariantNil:
		return nil
	default:
		return v.Type
	}
}

func (o *overlap) meet(a, b Type) meeting {
	if o.steps++; o.steps > maxSteps {
		return meeting{}
	}
	pair := [2]Type{a, b}
	m, done := o.known[pair]
	if !done {
		m = o.compare(a, b)
		o.known[pair] = m
	}
	return m
}

func (o *overlap) compare(a, b Type) meeting {
	switch {
	case acceptsNil(a) && acceptsNil(b):
		return meeting{"nil", true}
	case acceptsEmptyArray(a) && acceptsEmptyArray(b):
		return meeting{"[] (an empty array)", true}
	}
	a, b = present(a), present(b)
	switch {
	case a == nil || b == nil:
		return meeting{}
	case isAny(a):
		return meeting{o.sample(b), true}
	case isAny(b):
		return meeting{o.sample(a), true}
	case isAtomic(a) && isAtomic(b):
		return o.meetAtoms(a, b)
	case isAtomic(a) || isAtomic(b):
		return meeting{}
	}
	if h, ok := a.(*Hash); ok {
		return o.meetHash(h, b)
	}
	if h, ok := b.(*Hash); ok {
		return o.meetHash(h, a)
	}
	return o.meetArrays(arrayOf(a), arrayOf(b))
}

// present is the type of what is there when an optional value is.
func present(t Type) Type {
	if opt, ok := t.(*Optional); ok {
		return opt.Elem
	}
	return t
}

func isAny(t Type) bool {
	s, ok := t.(*Scalar)
	return ok && s.Kind == Any
}

func isAtomic(t Type) bool {
	switch t.(type) {
	case *Scalar, *Enum, *Literal:
		return true
	default:
		return false
	}
}

func acceptsNil(t Type) bool { return FormOf(t)[WireNil] != Refused }

func acceptsEmptyArray(t Type) bool {
	switch t := t.(type) {
	case *List, *Map, *Flat:
		return true
	case *Scalar:
		return t.Kind == Any
	case *Optional:
		return !isAtomic(t.Elem) || acceptsEmptyArray(t.Elem)
	case *Tuple:
		return RequiredLength(t.Fields) == 0
	case *Hash:
		return !slices.ContainsFunc(t.Fields, isRequired)
	default:
		return false
	}
}

// array is the shape of an array: its lengths and the types of its elements.
type array struct {
	min  int
	max  int // -1 when there is no bound
	step int // the length is a multiple of it
	at   func(i int) Type
}

func arrayOf(t Type) array {
	switch t := t.(type) {
	case *List:
		return array{0, -1, 1, func(int) Type { return t.Elem }}
	case *Map:
		return array{0, -1, 2, func(i int) Type {
			if i%2 == 0 {
				return t.Key
			}
			return t.Elem
		}}
	case *Flat:
		return array{0, -1, max(1, len(t.Fields)), func(i int) Type { return t.Fields[i%len(t.Fields)].Type }}
	case *Tuple:
		return array{RequiredLength(t.Fields), len(t.Fields), 1, func(i int) Type { return t.Fields[i].Type }}
	default:
		return array{0, -1, 1, func(int) Type { return nil }}
	}
}

// meetArrays compares two arrays of which at least one is a tuple: any others have
// met in the empty array.
func (o *overlap) meetArrays(a, b array) meeting {
	longest := a.max
	if longest < 0 || b.max >= 0 && b.max < longest {
		longest = b.max
	}
	var elems []string
	for n := 0; n <= longest; n++ {
		if n >= a.min && n >= b.min && n%a.step == 0 && n%b.step == 0 {
			return meeting{bracketed(elems), true}
		}
		if n == longest {
			break
		}
		m := o.meet(a.at(n), b.at(n))
		if !m.ok {
			return meeting{}
		}
		elems = append(elems, m.example)
	}
	return meeting{}
}

// bracketed writes an array, a long one cut.
func bracketed(elems []string) string {
	const most = 8
	if len(elems) > most {
		elems = append(slices.Clone(elems[:most]), "…")
	}
	return "[" + strings.Join(elems, ", ") + "]"
}
