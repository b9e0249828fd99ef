package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// mostCompared bounds the keys that each further one is compared with.
const mostCompared = 64

func runCrossSlot(p *pass) {
	s := p.script
	together := false // all keys of the script must be in one slot
	if s.Shebang != nil {
		if slices.Contains(s.Shebang.Flags, "no-cluster") {
			return
		}
		together = !slices.Contains(s.Shebang.Flags, "allow-cross-slot-keys")
	}
	p.literalTemplates()
	p.prefixSlots()
	var first []taggedKey
	for _, c := range p.facts.Calls {
		if !together {
			first = first[:0]
		}
		for _, k := range c.Keys {
			key := taggedKey{use: k, tag: p.keyTag(k)}
			if !key.tag.known {
				continue
			}
			if i := slices.IndexFunc(first, func(o taggedKey) bool { return !key.templates(o) && o.tag.differs(key.tag) }); i >= 0 {
				p.crossing(c, key, first[i], together)
				continue
			}
			if len(first) < mostCompared {
				first = append(first, key)
			}
		}
	}
}

// literalTemplates reports key templates without placeholders and hash tags that are in
// different slots. Those whose hash tags differ are errors of the header.
func (p *pass) literalTemplates() {
	var first *parser.Template
	for _, k := range p.script.Keys {
		if k.Template == nil {
			continue
		}
		text, whole := templatePrefix(k.Template)
		switch tag := tagOf(text, whole); {
		case !tag.known || tag.text != text:
		case first == nil:
			first = k.Template
		case slot(first.Text) != slot(text):
			d := p.reportSpan(k.Template.Span, "%s is in another cluster slot than %s, and a cluster refuses keys of two slots in one call; give both the same hash tag {…}", text, first.Text)
			d.Severity = min(d.Severity, diag.Warning)
			d.Related = []diag.Related{{Span: first.Span, Message: "the other key"}}
		}
	}
}

// prefixSlots reports keys that begin with an argument whose template puts them into another
// slot than an element of KEYS.
func (p *pass) prefixSlots() {
	told := map[*parser.Template]bool{}
	for _, c := range p.facts.Calls {
		for _, k := range c.Keys {
			t := p.argTemplate(k.Expr)
			if t == nil || told[t] {
				continue
			}
			i := slices.IndexFunc(p.script.Keys, func(key parser.Key) bool { return key.Template != nil && parser.SlotsDiffer(t, key.Template) })
			if i < 0 {
				continue
			}
			told[t] = true
			other := p.script.Keys[i]
			d := p.warn(k.Expr.Span(), "this key of %s begins with %s, whose hash tag always differs from that of %s, %s: a cluster has them on different nodes; put the same tag into both",
				c.Name, t.Text, other.Text, other.Template.Text)
			d.Related = []diag.Related{{Span: other.Span, Message: "the other key"}}
		}
	}
}

// taggedKey is a key of a command with what is known of its hash tag.
type taggedKey struct {
	use analysis.KeyUse
	tag hashTag
}

// templates reports whether both keys are elements of KEYS: their templates are
// compared where they are declared.
func (k taggedKey) templates(o taggedKey) bool {
	return k.ofKeys() && o.ofKeys()
}

func (k taggedKey) ofKeys() bool {
	return k.use.Input.Index > 0 && k.use.Input.Table == value.KEYS
}

func (p *pass) crossing(c *analysis.Call, key, other taggedKey, together bool) {
	where := "in one command"
	if together {
		where = "in a script whose shebang line lacks allow-cross-slot-keys"
	}
	d := p.warn(key.use.Expr.Span(), "this key of %s is in another cluster slot than %s, which a cluster refuses %s; give both the same hash tag {…}",
		c.Name, p.short(other.use.Expr), where)
	d.Related = []diag.Related{{Span: p.script.Span(other.use.Expr.Span()), Message: "the other key"}}
}
