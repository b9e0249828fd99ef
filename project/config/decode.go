package config

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/suggest"
)

// decoder walks the syntax tree and collects what is wrong with it.
type decoder struct {
	file     string
	data     []byte
	findings []diag.Diagnostic

	lines []int     // where each line begins; nil until a place is asked for
	at    character // the last place asked for
}

// fields says how each key of a mapping is read.
type fields map[string]func(ast.Node)

// entry is one line of a mapping with free keys.
type entry struct {
	key   Text
	value ast.Node
}

// mapping reads a mapping with known keys and reports whether n is one.
func (d *decoder) mapping(n ast.Node, what string, fs fields) bool {
	m, ok := n.(ast.MapNode)
	if !ok {
		d.errorf(n, "%s is %s; expected a mapping with the keys %s", what, describe(n), keys(fs))
		return false
	}
	for it := m.MapRange(); it.Next(); {
		name := it.Key().GetToken().Value
		read, known := fs[name]
		if !known {
			d.unknownKey(it.Key(), what, name, fs)
			continue
		}
		read(it.Value())
	}
	return true
}

func (d *decoder) unknownKey(n ast.Node, what, name string, fs fields) {
	names := slices.Sorted(maps.Keys(fs))
	if s := suggest.Closest(name, names); s != "" {
		d.errorf(n, "unknown key %q in %s; did you mean %q?", name, what, s)
		return
	}
	d.errorf(n, "unknown key %q in %s; expected one of %s", name, what, keys(fs))
}

// entries reads a mapping with free keys, in file order; an empty value is an empty
// mapping.
func (d *decoder) entries(n ast.Node, what string) []entry {
	if n.Type() == ast.NullType {
		return nil
	}
	m, ok := n.(ast.MapNode)
	if !ok {
		d.errorf(n, "%s is %s; expected a mapping", what, describe(n))
		return nil
	}
	var es []entry
	for it := m.MapRange(); it.Next(); {
		tok := it.Key().GetToken()
		es = append(es, entry{key: Text{Value: tok.Value, Span: d.tokenSpan(tok)}, value: it.Value()})
	}
	return es
}

// list reads a sequence; an empty value is an empty one.
func (d *decoder) list(n ast.Node, what string) []ast.Node {
	switch n := n.(type) {
	case *ast.NullNode:
		return nil
	case *ast.SequenceNode:
		return n.Values
	default:
		d.errorf(n, "%s is %s; expected a list", what, describe(n))
		return nil
	}
}

func (d *decoder) texts(n ast.Node, what string) []Text {
	var ts []Text
	for _, item := range d.list(n, what) {
		if t := d.text(item, "an entry of "+what); t.Value != "" {
			ts = append(ts, t)
		}
	}
	return ts
}

// text reads a string that is not empty; after a finding it is empty but knows its
// place.
func (d *decoder) text(n ast.Node, what string) Text {
	t := Text{Span: d.span(n)}
	switch s := n.(type) {
	case *ast.StringNode:
		t.Value = s.Value
	case *ast.LiteralNode:
		t.Value = strings.TrimSpace(s.Value.Value)
	default:
		d.errorf(n, "%s is %s; expected a string", what, describe(n))
		return t
	}
	if t.Value == "" {
		d.errorf(n, "%s is empty; give it a value or remove it", what)
	}
	return t
}

func (d *decoder) boolean(n ast.Node, what string) bool {
	b, ok := n.(*ast.BoolNode)
	if !ok {
		d.errorf(n, "%s is %s; expected true or false", what, describe(n))
		return false
	}
	return b.Value
}

// count reads a number that is not negative; nil after a finding.
func (d *decoder) count(n ast.Node, what string) *int {
	if i, ok := n.(*ast.IntegerNode); ok {
		if v, ok := i.Value.(uint64); ok && v <= math.MaxInt32 {
			c := int(v)
			return &c
		}
	}
	d.errorf(n, "%s is %s; expected a whole number that is not negative", what, describe(n))
	return nil
}

func (d *decoder) errorf(n ast.Node, format string, args ...any) {
	d.report(d.span(n), fmt.Sprintf(format, args...))
}

func (d *decoder) report(at diag.Span, message string) {
	d.findings = append(d.findings, diag.Diagnostic{Span: at, Severity: diag.Error, Rule: Rule, Message: message})
}

// describe names what was found where something else was expected.
func describe(n ast.Node) string {
	switch n := n.(type) {
	case *ast.NullNode:
		return "empty"
	case *ast.StringNode:
		return fmt.Sprintf("the string %q", n.Value)
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode:
		return n.String()
	case *ast.SequenceNode:
		return "a list"
	case ast.MapNode:
		return "a mapping"
	case *ast.AliasNode, *ast.AnchorNode:
		return "an anchor or alias, which luagen.yaml does not know"
	default:
		return "something else"
	}
}

// keys lists what a mapping may hold.
func keys(fs fields) string { return strings.Join(slices.Sorted(maps.Keys(fs)), ", ") }
