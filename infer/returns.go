package infer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// RuleReturnMismatch is the rule of the finding for a bare tuple of a script that returns no array.
const RuleReturnMismatch = "return-mismatch"

// Returns is the reply of a script as its header declares it.
type Returns struct {
	// Type is the type of @returns, with what the script returns in place of a bare tuple; nil without @returns,
	// and for a bare tuple that nothing in the script fits.
	Type parser.Type
	// Bare is set when @returns is a bare tuple, so that Type is read from the script.
	Bare bool
	// MadeUp are the names of fields and variants that the script does not tell, and those of what is any because the
	// script does not tell its type, in order. It is only set with Bare.
	MadeUp []string
}

// ResolveReturns returns what @returns declares. A bare tuple becomes what the script returns: a tuple, or
// whatever else its arrays are, with the names that Propose would give. A script that returns no array is a finding.
func ResolveReturns(s *parser.Script, f *analysis.Facts) (Returns, []diag.Diagnostic) {
	if s.Returns == nil {
		return Returns{}, nil
	}
	tuple, optional := bareTuple(s.Returns.Type)
	if tuple == nil {
		return Returns{Type: s.Returns.Type}, nil
	}
	if f.Incomplete {
		return Returns{Bare: true}, unresolved(s, parser.RuleType, "the script is too complex to follow, so that the fields of this tuple are not known: write them, as in tuple(id:int, name:string)")
	}
	in := newInferrer(s, f)
	in.strict = true
	t := in.bareReply(optional)
	if t == nil {
		if f.Damage != nil {
			return Returns{Bare: true}, nil
		}
		return Returns{Bare: true}, unresolved(s, RuleReturnMismatch, "no return of the script sends an array, from which a bare tuple takes its fields; return one, or declare what is returned")
	}
	t = placed(t, tuple.At)
	return Returns{Type: t, Bare: true, MadeUp: in.madeUp(t)}, nil
}

// bareTuple is the bare tuple that a type is, perhaps optional; nil when it is none.
func bareTuple(t parser.Type) (tuple *parser.Tuple, optional bool) {
	if o, ok := t.(*parser.Optional); ok {
		t, optional = o.Elem, true
	}
	if tuple, ok := t.(*parser.Tuple); ok && tuple.Bare {
		return tuple, optional
	}
	return nil, false
}

func unresolved(s *parser.Script, rule, message string) []diag.Diagnostic {
	return []diag.Diagnostic{{Span: s.Returns.Type.Span(), Severity: diag.Error, Rule: rule, Message: message}}
}

// bareReply is the type of a reply that is declared as a bare tuple; nil when no return sends an array.
func (in *inferrer) bareReply(optional bool) parser.Type {
	o := in.outcome(in.declaredErrors())
	if len(o.arrays) == 0 && !o.unknown {
		return nil
	}
	if optional {
		o.null = false
	}
	t, _ := in.outcomeType(o)
	if optional {
		t = optionalIf(true, t)
	}
	if !isAccepted(t) {
		t = scalar(parser.Any)
	}
	return t
}

// madeUp are the parts of a type that the script does not tell.
func (in *inferrer) madeUp(t parser.Type) []string {
	var list []string
	add := func(name string) {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	var visit func(t parser.Type, name string)
	fields := func(fields []parser.Field) {
		for _, f := range fields {
			if in.invented[f.Text] {
				add(f.Text)
			}
			visit(f.Type, f.Text)
		}
	}
	visit = func(t parser.Type, name string) {
		switch t := t.(type) {
		case *parser.Scalar:
			if t.Kind == parser.Any {
				add(cmp.Or(name, "any"))
			}
		case *parser.Optional:
			visit(t.Elem, name)
		case *parser.List:
			visit(t.Elem, name)
		case *parser.Map:
			visit(t.Elem, name)
		case *parser.Tuple:
			fields(t.Fields)
		case *parser.Flat:
			fields(t.Fields)
		case *parser.Variants:
			for _, v := range t.Variants {
				if in.invented[v.Text] {
					add(v.Text)
				}
				fields(v.Fields)
				visit(v.Type, v.Text)
			}
		}
	}
	visit(t, "")
	return list
}

// Annotation is the type as @returns declares it.
func (r Returns) Annotation() string { return strings.TrimSpace(r.Type.String()) }
