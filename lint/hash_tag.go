package lint

import (
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// hashTag is what is known of the part of a key that decides about its slot.
type hashTag struct {
	text  string // the hashed part, or its beginning
	whole bool   // text is all of it
	known bool
}

// differs reports whether two keys certainly do not hash alike: both tags are known and
// in different slots, or their beginnings differ.
func (t hashTag) differs(o hashTag) bool {
	switch {
	case !t.known || !o.known:
		return false
	case t.whole && o.whole:
		return slot(t.text) != slot(o.text)
	}
	n := min(len(t.text), len(o.text))
	return t.text[:n] != o.text[:n] ||
		t.whole && len(t.text) < len(o.text) || o.whole && len(o.text) < len(t.text)
}

// tagOf returns what is known of the hash tag of a key that begins with text; whole
// says that text is all of it.
func tagOf(text string, whole bool) hashTag {
	open := strings.IndexByte(text, '{')
	if open < 0 {
		return hashTag{text: text, whole: true, known: whole}
	}
	inside := text[open+1:]
	switch end := strings.IndexByte(inside, '}'); {
	case end > 0:
		return hashTag{text: inside[:end], whole: true, known: true}
	case end == 0, whole:
		return hashTag{text: text, whole: true, known: whole}
	default:
		return hashTag{text: inside, known: inside != ""}
	}
}

// keyTag returns what is known of the hash tag of a command's key.
func (p *pass) keyTag(k analysis.KeyUse) hashTag {
	if k.Known {
		return tagOf(k.Text, true)
	}
	if k.Input.Index > 0 && k.Input.Table == value.KEYS {
		if one := p.keys.at(k.Input.Index); one != nil && one.template != nil {
			return tagOf(templatePrefix(one.template))
		}
		return hashTag{}
	}
	if t := p.argTemplate(k.Expr); t != nil {
		text, whole := templatePrefix(t)
		return tagOf(text, whole && k.Input.Index > 0)
	}
	return tagOf(p.prefix(k.Expr, 0))
}

// argTemplate is the template of the argument with which a key begins; nil without.
func (p *pass) argTemplate(e syntax.Expr) *parser.Template {
	const deepest = 20
	for range deepest {
		if in := p.facts.Value(e).Input(); in.Index > 0 && in.Table == value.ARGV {
			if one := p.args.at(in.Index); one != nil {
				return one.template
			}
			return nil
		}
		switch n := e.(type) {
		case *syntax.ParenExpr:
			e = n.X
		case *syntax.BinaryExpr:
			if n.Op != syntax.OpConcat {
				return nil
			}
			e = n.X
		case *syntax.NameExpr:
			b := p.facts.Binding(n)
			if b == nil || b.Init == nil || len(b.Writes) > 0 {
				return nil
			}
			e = b.Init
		default:
			return nil
		}
	}
	return nil
}

// templatePrefix returns the literal text with which a key template begins, and
// whether that is all of it.
func templatePrefix(t *parser.Template) (string, bool) {
	var b strings.Builder
	for _, part := range t.Parts {
		if part.Param != nil {
			return b.String(), false
		}
		b.WriteString(part.Literal)
	}
	return b.String(), true
}

// prefix returns the text with which a string certainly begins, and whether that is
// all of it. depth bounds how far it looks.
func (p *pass) prefix(e syntax.Expr, depth int) (string, bool) {
	if s, ok := p.facts.Value(e).Str(); ok {
		return s, true
	}
	const deepest, longest = 20, 1 << 10 // a hash tag comes early
	if depth > deepest {
		return "", false
	}
	switch e := e.(type) {
	case *syntax.ParenExpr:
		return p.prefix(e.X, depth+1)
	case *syntax.NameExpr:
		if b := p.facts.Binding(e); b != nil && b.Init != nil && len(b.Writes) == 0 {
			return p.prefix(b.Init, depth+1)
		}
	case *syntax.BinaryExpr:
		if e.Op != syntax.OpConcat {
			break
		}
		left, whole := p.prefix(e.X, depth+1)
		if !whole || len(left) > longest {
			return left, false
		}
		right, whole := p.prefix(e.Y, depth+1)
		return left + right, whole
	}
	return "", false
}

// slot is the cluster slot of a hashed part: its CRC16 (XMODEM) modulo 16384.
func slot(s string) int {
	var crc uint16
	for i := range len(s) {
		crc ^= uint16(s[i]) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return int(crc % 16384)
}
