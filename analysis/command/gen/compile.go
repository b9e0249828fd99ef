package main

import (
	"fmt"
	"slices"
	"strings"
)

// param mirrors command.Param.
type param struct {
	name, token    string
	role           string
	write          bool
	since, valkey  string
	zero, negative string
	counts         uint64
	half           bool
	repeat         uint64
	values         int
	scriptSince    string
	roles          []choice
}

// grammar mirrors command.Grammar.
type grammar struct {
	syntax      string
	params      []param
	first, last uint64
	empty       bool
	follow      []uint64
	loose       bool
}

// span is what a part of the tree can begin and end with, and all that is in it.
type span struct {
	first, last, all uint64
	empty            bool
}

// compiler makes a grammar of a tree.
type compiler struct {
	g     grammar
	entry *entry
	keys  int // keys met so far
}

// compile makes the grammars of all commands.
func (t *table) compile() (err error) {
	for _, e := range t.entries {
		switch {
		case e.flags["container"]:
			e.tree = &node{kind: sequence}
			continue
		case e.tree == nil && (len(e.keys) > 0 || strings.Contains(e.name, "|")):
			e.tree, e.loose = e.keysOnly(), true
		case e.tree == nil, len(e.tree.children) == 0 && e.arity != 1+strings.Count(e.name, "|"):
			e.tree, e.loose = &node{kind: sequence}, true
		}
		if e.grammar, err = e.compile(); err != nil {
			return err
		}
	}
	return nil
}

// compile turns a command's tree into the automaton that command.Grammar describes.
func (e *entry) compile() (grammar, error) {
	c := &compiler{entry: e}
	tree := e.tree
	c.g.syntax = tree.String()
	if _, sub, ok := strings.Cut(e.name, "|"); ok {
		tree = &node{kind: sequence, children: append([]*node{{kind: token, token: sub}}, tree.children...)}
	}
	s := c.node(tree)
	for i := range c.g.params {
		c.g.params[i].scriptSince = e.optionScripts[c.g.params[i].token]
	}
	if strings.Contains(e.name, "|") {
		c.g.params[0].values = 0 // the sub-command's name is no option
	}
	c.g.first, c.g.last, c.g.empty, c.g.loose = s.first, s.last, s.empty, e.loose
	if len(c.g.params) > 64 {
		return c.g, fmt.Errorf("%s has more than 64 places for words", e.name)
	}
	return c.g, nil
}

// node compiles a node with its flags.
func (c *compiler) node(n *node) span {
	from := len(c.g.params)
	var s span
	switch n.kind {
	case value, token:
		s = c.place(n)
	case sequence:
		s = c.sequence(n.children)
	case oneOf:
		for _, child := range n.children {
			one := c.node(child)
			s = span{s.first | one.first, s.last | one.last, s.all | one.all, s.empty || one.empty}
		}
	}
	if n.multiple {
		c.link(s.last, s.first)
		for i := from; i < len(c.g.params); i++ {
			c.g.params[i].repeat = s.all
		}
	}
	s.empty = s.empty || n.optional
	return s
}

// place compiles a word.
func (c *compiler) place(n *node) span {
	p := param{name: n.name, token: n.token, since: n.since, valkey: n.valkey}
	if n.kind == token {
		p.name, p.role = strings.ToLower(n.token), "Option"
		if n.token == "" {
			p.role = "Text" // the empty string stands for no key
		}
	} else {
		p.role, p.zero, p.negative = c.entry.roleOf(n)
		p.roles = c.entry.roles[n.name]
	}
	if p.since == c.entry.since {
		p.since = ""
	}
	if p.role == "Key" {
		p.write = c.entry.writesKey(n.keySpec, c.keys)
		c.keys++
	}
	bit := uint64(1) << len(c.g.params)
	c.g.params = append(c.g.params, p)
	c.g.follow = append(c.g.follow, 0)
	return span{bit, bit, bit, false}
}

// link lets places follow others.
func (c *compiler) link(before, after uint64) {
	for i := range c.g.follow {
		if before>>i&1 != 0 {
			c.g.follow[i] |= after
		}
	}
}

// sequence compiles nodes that follow one another. Options in a row may come in any order.
func (c *compiler) sequence(nodes []*node) span {
	s := span{empty: true}
	options := uint64(0) // the tokens at the beginning
	for i := 0; i < len(nodes); {
		var next span
		if n := optionsInRow(nodes[i:]); n > 1 {
			next = c.anyOrder(nodes[i : i+n])
			i += n
		} else {
			from := len(c.g.params)
			next = c.node(nodes[i])
			c.lists(nodes[i:], from)
			switch {
			case i == 0 && nodes[i].isToken():
				options = next.all
			case nodes[i].kind == value && !nodes[i].optional:
				c.takesValue(options)
			}
			i++
		}
		c.link(s.last, next.first)
		if s.empty {
			s.first |= next.first
		}
		if next.empty {
			s.last |= next.last
		} else {
			s.last = next.last
		}
		s.all |= next.all
		s.empty = s.empty && next.empty
	}
	c.count(s.all)
	return s
}

// optionsInRow counts the nodes at the beginning that are options and so may come in any order:
// some of them can be left out. One that cannot takes no part if it has no values, or comes last and
// goes on without end.
func optionsInRow(nodes []*node) int {
	n, optional := 0, false
	for i, child := range nodes {
		last := i == len(nodes)-1
		if !child.isOption() || !child.optional && (child.isToken() || last && child.endless()) {
			break
		}
		optional = optional || child.optional
		n++
	}
	if !optional {
		return 1
	}
	return n
}

// isOption reports whether a node begins with a token in any case.
func (n *node) isOption() bool {
	switch n.kind {
	case token:
		return true
	case value:
		return false
	case oneOf:
		for _, c := range n.children {
			if !c.isOption() {
				return false
			}
		}
		return true
	default:
		for _, c := range n.children {
			if !c.isOption() {
				return false
			}
			if !c.optional {
				return true
			}
		}
		return false
	}
}

// endless reports whether a node ends with what repeats.
func (n *node) endless() bool {
	switch {
	case n.multiple:
		return true
	case n.kind == value, n.kind == token:
		return false
	case n.kind == oneOf:
		for _, c := range n.children {
			if c.endless() {
				return true
			}
		}
		return false
	default:
		return n.children[len(n.children)-1].endless()
	}
}

// anyOrder compiles options, each of which can follow each other one.
func (c *compiler) anyOrder(nodes []*node) span {
	s := span{empty: true}
	var spans []span
	for _, n := range nodes {
		one := c.node(n)
		spans = append(spans, one)
		s = span{s.first | one.first, s.last | one.last, s.all | one.all, s.empty && one.empty}
	}
	for i, one := range spans {
		for j, other := range spans {
			if i != j {
				c.link(one.last, other.first)
			}
		}
	}
	return s
}

// isToken reports whether a node is one word that stands for itself.
func (n *node) isToken() bool {
	return n.kind == token || n.kind == oneOf && !slices.ContainsFunc(n.children, func(c *node) bool { return c.kind != token })
}

// takesValue adds one to the values that some options take.
func (c *compiler) takesValue(options uint64) {
	for i := range c.g.params {
		if options>>i&1 != 0 {
			c.g.params[i].values++
		}
	}
}

// lists marks the first of two lists in a row, which are of equal length.
func (c *compiler) lists(nodes []*node, from int) {
	if len(nodes) == 2 && nodes[0].kind == value && nodes[0].multiple && nodes[1].kind == value && nodes[1].multiple &&
		!nodes[0].optional && !nodes[1].optional {
		c.g.params[from].half = true
	}
}

// count gives each number of words in a sequence the places of the words that it counts: those
// right behind it.
func (c *compiler) count(within uint64) {
	for i := range c.g.params {
		if p := &c.g.params[i]; p.role == "NumWords" && within>>i&1 != 0 && i+1 < len(c.g.params) {
			p.counts = c.g.params[i+1].repeat
		}
	}
}
