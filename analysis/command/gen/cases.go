package main

import (
	"fmt"
	"slices"
	"strings"
)

// choice is a fact about the calls of a command in which some options are, as Go source.
type choice struct {
	when [][]string
	is   string
}

// readChoices reads "COMMAND … with CONDITION" and hands each command with the condition to add.
func (t *table) readChoices(text string, add func(e *entry, when [][]string) error) error {
	names, condition, conditional := strings.Cut(text, " with ")
	var when [][]string
	if conditional {
		for part := range strings.SplitSeq(condition, " and ") {
			when = append(when, strings.Split(strings.TrimSpace(part), "/"))
		}
	}
	for name := range strings.FieldsSeq(names) {
		e := t.entries[name]
		if e == nil {
			return fmt.Errorf("no command %s", name)
		}
		if err := e.knowsAll(when); err != nil {
			return err
		}
		if err := add(e, when); err != nil {
			return err
		}
	}
	return nil
}

// knowsAll returns an error for a condition that none of a command's words or arguments is.
func (e *entry) knowsAll(when [][]string) error {
	known := map[string]bool{}
	switch {
	case len(when) == 0:
		return nil
	case e.tree == nil:
		return fmt.Errorf("the arguments of %s are not known", e.name)
	}
	e.tree.walk(func(n *node) {
		switch n.kind {
		case token:
			known[n.token] = true
		case value:
			known[n.name] = true
		}
	})
	for _, options := range when {
		if !slices.ContainsFunc(options, func(o string) bool { return known[o] }) {
			return fmt.Errorf("%s has no %s", e.name, strings.Join(options, " or "))
		}
	}
	return nil
}

// addChoice adds a choice, which must not come after the one for all other calls.
func (e *entry) addChoice(to *[]choice, c choice) error {
	if n := len(*to); n > 0 && len((*to)[n-1].when) == 0 {
		return fmt.Errorf("a second line for %s", e.name)
	}
	*to = append(*to, c)
	return nil
}

// readReplies sets the replies; the file documents its form.
func (t *table) readReplies(path string) error {
	return readLines(path, func(line string) error {
		if names, ok := strings.CutPrefix(line, "called "); ok {
			return t.nameReplies(names)
		}
		kinds, names, err := cutKinds(line)
		if err != nil {
			return err
		}
		literal, err := parseReply("", kinds)
		if err != nil {
			return err
		}
		return t.readChoices(names, func(e *entry, when [][]string) error {
			return e.addChoice(&e.replies, choice{when, literal})
		})
	})
}

// nameReplies reads "NAME: COMMAND …", which says what the replies of commands usually are called.
func (t *table) nameReplies(line string) error {
	name, names, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("expected called NAME: COMMAND …, got %q", line)
	}
	return t.readChoices(names, func(e *entry, _ [][]string) error {
		if len(e.replies) == 0 {
			return fmt.Errorf("no reply of %s to name", e.name)
		}
		for i := range e.replies {
			e.replies[i].is = fmt.Sprintf("{Name: %q, ", name) + e.replies[i].is[1:]
		}
		return nil
	})
}

// effectIdents are the words of effects.txt, as the table spells them.
var effectIdents = map[string]map[string]string{
	"unwritten": {
		"nil": "NilReply", "zero": "ZeroReply", "negative": "NegativeReply", "empty": "EmptyReply", "every": "EveryReply", "none": "0",
	},
	"expiry": {
		"keeps": "KeepsExpiry", "sets": "SetsExpiry", "drops": "DropsExpiry", "copies": "CopiesExpiry", "removes": "RemovesKey",
	},
	"slow": {"yes": "true", "no": "false"},
}

// readEffects reads effects.txt, which documents its form.
func (t *table) readEffects(path string) error {
	return readLines(path, func(line string) error {
		head, names, ok := strings.Cut(line, ":")
		what, is, two := strings.Cut(head, " ")
		if !ok || !two || effectIdents[what] == nil {
			return fmt.Errorf("expected unwritten, expiry or slow, what it is, and \":\", got %q", line)
		}
		var parts []string
		for w := range strings.FieldsSeq(is) {
			ident, ok := effectIdents[what][w]
			if !ok {
				return fmt.Errorf("unknown %s %q", what, w)
			}
			parts = append(parts, ident)
		}
		return t.readChoices(names, func(e *entry, when [][]string) error {
			to := map[string]*[]choice{"unwritten": &e.unwritten, "expiry": &e.expiry, "slow": &e.slow}
			return e.addChoice(to[what], choice{when, strings.Join(parts, " | ")})
		})
	})
}
