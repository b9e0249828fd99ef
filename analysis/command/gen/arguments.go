package main

import (
	"fmt"
	"slices"
	"strings"
)

// roleIdents are the roles by the names of arguments.txt, as the table spells them.
var roleIdents = map[string]string{
	"key": "Key", "text": "Text", "value": "Value", "element": "Element", "field": "Field", "member": "Member",
	"pattern": "Pattern", "channel": "Channel", "message": "Message", "group": "Group", "consumer": "Consumer",
	"stream-id": "StreamID", "key-pattern": "KeyPattern", "cursor": "Cursor", "integer": "Integer", "double": "Double", "score": "Score",
	"score-bound": "ScoreBound", "lex-bound": "LexBound", "range-bound": "RangeBound", "num-words": "NumWords",
	"seconds": "Seconds", "milliseconds": "Milliseconds", "unix-seconds": "UnixSeconds",
	"unix-milliseconds": "UnixMilliseconds", "timeout": "Timeout", "string": "Text",
}

// outcomeIdents are the outcomes by the names of arguments.txt, as the table spells them.
var outcomeIdents = map[string]string{"refused": "Refused", "deletes": "Deletes"}

// arguments is what arguments.txt says: of "role", "zero" and "negative" what each argument has.
type arguments map[string]map[string]string

// readArguments reads arguments.txt, which documents its form.
func (t *table) readArguments(path string) error {
	t.arguments = arguments{"role": {}, "zero": {}, "negative": {}}
	return readLines(path, func(line string) error {
		head, names, ok := strings.Cut(line, ":")
		what, is, two := strings.Cut(head, " ")
		if what == "key" && ok && two {
			return t.readChoices(names, func(e *entry, when [][]string) error {
				return e.addChoice(&e.keyNames, choice{when, fmt.Sprintf("%q", is)})
			})
		}
		if !ok || !two || t.arguments[what] == nil {
			return fmt.Errorf("expected role, zero, negative or key, what it is, and \":\", got %q", line)
		}
		idents := outcomeIdents
		if what == "role" {
			idents = roleIdents
		}
		ident, ok := idents[is]
		if !ok {
			return fmt.Errorf("unknown %s %q", what, is)
		}
		if names, condition, conditional := strings.Cut(names, " with "); conditional {
			return t.addRoles(strings.Fields(names), condition, ident)
		}
		for name := range strings.FieldsSeq(names) {
			if command, _, own := strings.Cut(name, "."); own && t.entries[command] == nil {
				return fmt.Errorf("no command %s", command)
			}
			t.arguments[what][name] = ident
		}
		return nil
	})
}

// addRoles adds a role that arguments have in calls with some options.
func (t *table) addRoles(names []string, condition, ident string) error {
	for _, name := range names {
		command, argument, _ := strings.Cut(name, ".")
		err := t.readChoices(command+" with "+condition, func(e *entry, when [][]string) error {
			if e.roles == nil {
				e.roles = map[string][]choice{}
			}
			e.roles[argument] = append(e.roles[argument], choice{when, ident})
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// of returns what arguments.txt says of an argument; empty when nothing.
func (a arguments) of(what, command, name string) string {
	if is, ok := a[what][command+"."+name]; ok {
		return is
	}
	return a[what][name]
}

// roleOf returns the role of a value, and what a command makes of 0 and of negative numbers.
func (e *entry) roleOf(n *node) (role, zero, negative string) {
	a := e.table.arguments
	zero, negative = a.of("zero", e.name, n.name), a.of("negative", e.name, n.name)
	switch {
	case n.docType == "key":
		role = "Key"
	case a["role"][e.name+"."+n.name] != "":
		role = a["role"][e.name+"."+n.name]
	case a["role"][n.name] != "" && !(n.name == "value" && n.docType == "integer"):
		role = a["role"][n.name]
	case roleIdents[n.docType] != "":
		role = roleIdents[n.docType]
	default:
		role = "Text"
	}
	return role, zero, negative
}

// writesKey reports whether the command may write a key: by its key spec where the documentation
// names that, else by the order of both.
func (e *entry) writesKey(spec, place int) bool {
	if spec >= 0 {
		return spec < len(e.keys) && e.keys[spec].write
	}
	// A spec that is hidden and read-only stands for keys that a pattern names.
	named := slices.DeleteFunc(slices.Clone(e.keys), func(k keySpec) bool { return k.hidden && !k.write })
	return len(named) > 0 && named[min(place, len(named)-1)].write
}

// keysOnly is the tree of a command of which only the keys are known.
func (e *entry) keysOnly() *node {
	key := func() *node { return &node{name: "key", docType: "key", keySpec: -1} }
	word := func() *node { return &node{name: "word", docType: "string"} }
	all := &node{kind: sequence}
	add := func(n ...*node) { all.children = append(all.children, n...) }
	rest := func() {
		n := word()
		n.optional, n.multiple = true, true
		add(n)
	}
	at := 1 + strings.Count(e.name, "|")
	for _, k := range e.keys {
		if k.hidden {
			continue
		}
		for ; at < k.begin; at++ {
			add(word())
		}
		switch {
		case k.numKeys:
			group := &node{kind: sequence, children: []*node{key()}, multiple: true}
			for range k.step - 1 {
				group.children = append(group.children, word())
			}
			add(&node{name: "numkeys", docType: "integer"}, group)
		case k.last < 0:
			group := &node{kind: sequence, children: []*node{key()}, multiple: true}
			for range k.step - 1 {
				group.children = append(group.children, word())
			}
			add(group)
			for range -1 - k.last {
				add(word())
			}
			return all
		default:
			for range k.last/max(k.step, 1) + 1 {
				add(key())
				at++
			}
		}
	}
	rest()
	return all
}

// addsNothing reports whether a later syntax has no word that the one of the server lacks.
func (e *entry) addsNothing(later *node) bool {
	if e.tree == nil {
		return false
	}
	own := e.tree.tokens()
	for _, t := range later.tokens() {
		if !slices.Contains(own, t) {
			return false
		}
	}
	return later.values() <= e.tree.values()
}
