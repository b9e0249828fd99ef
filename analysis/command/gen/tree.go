package main

import (
	"cmp"
	"slices"
	"strings"
)

// node is a part of a command's arguments, as COMMAND DOCS and newer.txt have them.
type node struct {
	kind nodeKind
	// name and docType are those of a value: "seconds", "integer".
	name, docType string
	token         string // of a token, in upper case
	since, valkey string
	keySpec       int // of a key: its index among the key specs; -1 when not told
	children      []*node
	optional      bool
	multiple      bool
}

// nodeKind is the kind of a node.
type nodeKind int

const (
	value nodeKind = iota
	token
	sequence // its children, one after the other
	oneOf    // one of its children
)

// fromDocs turns the arguments of COMMAND DOCS into a tree.
func fromDocs(arguments []any) *node {
	all := &node{kind: sequence}
	for _, a := range arguments {
		all.children = append(all.children, fromDoc(fields(a), ""))
	}
	return all
}

// fromDoc turns one argument of COMMAND DOCS into a node. since is that of the argument around it.
func fromDoc(doc map[string]any, since string) *node {
	since = cmp.Or(text(doc["since"]), since)
	n := &node{name: text(doc["name"]), docType: text(doc["type"]), since: text(doc["since"]), keySpec: -1}
	if i, ok := doc["key_spec_index"].(int64); ok {
		n.keySpec = int(i)
	}
	word := text(doc["token"])
	switch n.docType {
	case "pure-token":
		if word == "" {
			word = strings.ToUpper(n.name)
		}
		if word == "EMPTY_STRING" {
			word = ""
		}
		n = &node{kind: token, token: strings.ToUpper(word), since: since}
		word = ""
	case "oneof", "block":
		n.kind = sequence
		if n.docType == "oneof" {
			n.kind = oneOf
		}
		for _, c := range list(doc["arguments"]) {
			n.children = append(n.children, fromDoc(fields(c), since))
		}
		n.since = ""
	}
	flags := list(doc["flags"])
	has := func(flag string) bool { return slices.ContainsFunc(flags, func(f any) bool { return text(f) == flag }) }
	n.multiple = has("multiple")
	if word != "" {
		each := has("multiple_token")
		t := &node{kind: token, token: strings.ToUpper(word), since: since}
		inner := n
		inner.since = ""
		if each {
			inner.multiple = false
		}
		n = &node{kind: sequence, children: []*node{t, inner}, multiple: each}
		if inner.kind == sequence && !inner.multiple {
			n.children = append([]*node{t}, inner.children...)
		}
	}
	n.optional = has("optional")
	return n
}

// walk calls f with every node of the tree.
func (n *node) walk(f func(*node)) {
	f(n)
	for _, c := range n.children {
		c.walk(f)
	}
}

// tokens are the words that stand for themselves in the tree.
func (n *node) tokens() []string {
	var words []string
	n.walk(func(c *node) {
		if c.kind == token {
			words = append(words, c.token)
		}
	})
	return words
}

// values counts the values in the tree.
func (n *node) values() int {
	count := 0
	n.walk(func(c *node) {
		if c.kind == value {
			count++
		}
	})
	return count
}

// String writes the tree as the documentation does.
func (n *node) String() string {
	var s string
	switch n.kind {
	case value:
		s = n.name
	case token:
		if s = n.token; s == "" {
			s = `""`
		}
	case sequence, oneOf:
		var parts []string
		for _, c := range n.children {
			parts = append(parts, c.String())
		}
		if n.kind == sequence {
			s = strings.Join(parts, " ")
			break
		}
		s = strings.Join(parts, " | ")
		if !n.optional || n.multiple {
			s = "<" + s + ">"
		}
	}
	if n.multiple {
		if n.kind == sequence {
			s = "(" + s + ")"
		}
		s += "..."
	}
	if n.optional {
		s = "[" + s + "]"
	}
	return s
}
