package main

import (
	"fmt"
	"strings"
)

// parseSyntax reads the notation of newer.txt, which documents it.
func parseSyntax(text string) (*node, error) {
	p := &notation{words: splitSyntax(text)}
	n, err := p.sequence("")
	if err != nil {
		return nil, fmt.Errorf("%w in %q", err, text)
	}
	return n, nil
}

// notation is a syntax on its way into a tree.
type notation struct {
	words []string
}

// splitSyntax cuts a syntax into brackets, bars, "..." and words.
func splitSyntax(text string) []string {
	for _, mark := range []string{"[", "]", "<", ">", "(", ")", "|", "..."} {
		text = strings.ReplaceAll(text, mark, " "+mark+" ")
	}
	return strings.Fields(text)
}

func (p *notation) peek() string {
	if len(p.words) == 0 {
		return ""
	}
	return p.words[0]
}

func (p *notation) next() string {
	w := p.peek()
	if w != "" {
		p.words = p.words[1:]
	}
	return w
}

// sequence reads up to a bracket that closes, or, within alternatives, a bar.
func (p *notation) sequence(end string) (*node, error) {
	all := &node{kind: sequence}
	for {
		w := p.peek()
		if w == end || w == "|" && end != "" {
			return all, nil
		}
		n, err := p.item()
		if err != nil {
			return nil, err
		}
		if p.peek() == "..." {
			p.next()
			n.multiple = true
		}
		all.add(n)
	}
}

// add adds a node; values join the token in front of them, whose operands they are.
func (n *node) add(c *node) {
	if last := len(n.children) - 1; last >= 0 && !c.optional && (c.kind == value || c.kind == sequence && c.multiple) {
		switch before := n.children[last]; {
		case before.kind == token && !before.multiple:
			n.children[last] = &node{kind: sequence, children: []*node{before, c}}
			return
		case before.kind == sequence && !before.optional && !before.multiple:
			before.children = append(before.children, c)
			return
		}
	}
	n.children = append(n.children, c)
}

var closing = map[string]string{"[": "]", "<": ">", "(": ")"}

// item reads a word or what is in brackets.
func (p *notation) item() (*node, error) {
	w := p.next()
	end, opens := closing[w]
	switch {
	case w == "":
		return nil, fmt.Errorf("a bracket is not closed")
	case !opens && strings.ContainsAny(w, "[]<>()|"), w == "...":
		return nil, fmt.Errorf("%q is not expected", w)
	case !opens:
		return word(w)
	}
	inner, err := p.alternatives(end)
	if err != nil {
		return nil, err
	}
	p.next()
	switch {
	case w != "[":
	case p.peek() == "...": // [x]... is [x...]
		inner.multiple = true
		p.next()
		fallthrough
	default:
		inner.optional = true
	}
	return inner, nil
}

// alternatives reads what is in brackets.
func (p *notation) alternatives(end string) (*node, error) {
	either := &node{kind: oneOf}
	for {
		n, err := p.sequence(end)
		if err != nil {
			return nil, err
		}
		if len(n.children) == 0 {
			return nil, fmt.Errorf("nothing in front of %q", p.peek())
		}
		if len(n.children) == 1 && !n.children[0].optional {
			n = n.children[0]
		}
		either.children = append(either.children, n)
		if p.peek() != "|" {
			break
		}
		p.next()
	}
	if len(either.children) > 1 {
		return either, nil
	}
	only := either.children[0]
	if only.multiple || only.optional {
		only = &node{kind: sequence, children: []*node{only}}
	}
	return only, nil
}

// word reads "name", "name:type", "TOKEN", all perhaps with "@SINCE/VALKEY".
func word(w string) (*node, error) {
	w, versions, _ := strings.Cut(w, "@")
	n := &node{keySpec: -1}
	n.since, n.valkey, _ = strings.Cut(versions, "/")
	name, docType, typed := strings.Cut(w, ":")
	if strings.ToUpper(w) == w {
		n.kind, n.token = token, w
		if w == `""` {
			n.token = ""
		}
		return n, nil
	}
	n.name, n.docType = name, "string"
	if name == "key" {
		n.docType = "key"
	}
	if typed {
		n.docType = docType
	}
	if roleIdents[n.docType] == "" {
		return nil, fmt.Errorf("unknown role %q", docType)
	}
	return n, nil
}
