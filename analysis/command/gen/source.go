package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// flagIdent is a flag by the name that newer.txt documents, and as the table spells it.
type flagIdent struct{ name, ident string }

// flagIdents are the flags in the order in which the table spells them.
var flagIdents = []flagIdent{
	{"write", "Write"}, {"noscript", "NoScript"}, {"mayreplicate", "MayReplicate"},
	{"container", "Container"}, {"nodragonfly", "NoDragonfly"}, {"dragonflynoscript", "DragonflyNoScript"},
	{"lazyoptions", "LazyOptions"}, {"nocluster", "NoCluster"}, {"dragonflyundeclared", "DragonflyUndeclared"},
	{"random", "Random"}, {"valkeykeeps", "ValkeyKeeps"},
}

// source returns the table as Go source, not yet formatted.
func (t *table) source() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "// Code generated from Redis %s, and the data files by analysis/command/gen; DO NOT EDIT.\n\n", t.version)
	b.WriteString("package command\n\n// commands is every command, sorted by name.\nvar commands = []Command{\n")
	names := slices.Sorted(maps.Keys(t.entries))
	for _, name := range names {
		if strings.Contains(name, "|") {
			continue
		}
		e := t.entries[name]
		var subs []*entry
		refused := true
		for _, sub := range names {
			if strings.HasPrefix(sub, name+"|") {
				subs = append(subs, t.entries[sub])
				refused = refused && (t.entries[sub].flags["noscript"] || strings.HasSuffix(sub, "|HELP"))
			}
		}
		if len(subs) > 0 && refused {
			e.flags["noscript"] = true
		}
		e.write(&b, name, subs)
	}
	b.WriteString("}\n")
	return b.Bytes()
}

// write writes an entry as an element of a slice of commands.
func (e *entry) write(b *bytes.Buffer, name string, subs []*entry) {
	fmt.Fprintf(b, "{Name: %q", name)
	if e.arity != 0 {
		fmt.Fprintf(b, ", Arity: %d", e.arity)
	}
	var flags []string
	for _, f := range flagIdents {
		if e.flags[f.name] {
			flags = append(flags, f.ident)
		}
	}
	if len(flags) > 0 {
		fmt.Fprintf(b, ", Flags: %s", strings.Join(flags, " | "))
	}
	for _, f := range []struct{ field, value string }{
		{"Group", e.group}, {"Summary", e.summary}, {"Complexity", e.complexity}, {"Since", e.since}, {"Until", e.until}, {"Valkey", e.valkey}, {"ScriptSince", e.scriptSince}, {"ManySince", e.manySince},
		{"Deprecated", e.deprecated}, {"Replacement", e.replacement}, {"ReadOnlyAdvice", e.readOnly}, {"SlowAdvice", e.slowAdvice},
	} {
		if f.value != "" {
			fmt.Fprintf(b, ", %s: %q", f.field, f.value)
		}
	}
	if len(e.grammar.params) > 0 || e.grammar.empty && !e.grammar.loose {
		b.WriteString(",\nGrammar: ")
		e.grammar.writeTo(b)
	}
	for _, f := range []struct {
		field, of string
		choices   []choice
	}{
		{"replies", "Reply", e.replies}, {"unwritten", "Unwritten", e.unwritten}, {"expiry", "Expiry", e.expiry}, {"keyNames", "string", e.keyNames}, {"slow", "bool", e.slow},
	} {
		if len(f.choices) > 0 {
			b.WriteString(",\n")
			writeChoices(b, f.field, f.of, f.choices)
		}
	}
	if len(subs) > 0 {
		b.WriteString(", Subs: []Command{\n")
		for _, s := range subs {
			s.write(b, s.name[len(name)+1:], nil)
		}
		b.WriteString("}")
	}
	b.WriteString("},\n")
}

// writeTo writes a grammar as a composite literal.
func (g *grammar) writeTo(b *bytes.Buffer) {
	if len(g.params) == 0 {
		b.WriteString("Grammar{Empty: true}")
		return
	}
	fmt.Fprintf(b, "Grammar{Syntax: %q, First: %#x, Last: %#x", g.syntax, g.first, g.last)
	if g.empty {
		b.WriteString(", Empty: true")
	}
	if g.loose {
		b.WriteString(", Loose: true")
	}
	b.WriteString(", Follow: []set{")
	for i, f := range g.follow {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(b, "%#x", f)
	}
	b.WriteString("}, Params: []Param{\n")
	for i := range g.params {
		g.params[i].writeTo(b)
	}
	b.WriteString("}}")
}

// writeTo writes a param as an element of a slice.
func (p *param) writeTo(b *bytes.Buffer) {
	fmt.Fprintf(b, "{Name: %q", p.name)
	if p.token != "" {
		fmt.Fprintf(b, ", Token: %q", p.token)
	}
	fmt.Fprintf(b, ", Role: %s", p.role)
	for _, f := range []struct{ field, value string }{{"Since", p.since}, {"Valkey", p.valkey}, {"ScriptSince", p.scriptSince}} {
		if f.value != "" {
			fmt.Fprintf(b, ", %s: %q", f.field, f.value)
		}
	}
	for _, f := range []struct{ field, value string }{{"Zero", p.zero}, {"Negative", p.negative}} {
		if f.value != "" {
			fmt.Fprintf(b, ", %s: %s", f.field, f.value)
		}
	}
	for _, f := range []struct {
		field string
		set   bool
	}{{"Write", p.write}, {"Half", p.half}} {
		if f.set {
			fmt.Fprintf(b, ", %s: true", f.field)
		}
	}
	if p.counts != 0 {
		fmt.Fprintf(b, ", Counts: %#x", p.counts)
	}
	if p.values != 0 {
		fmt.Fprintf(b, ", Values: %d", p.values)
	}
	if p.repeat != 0 {
		fmt.Fprintf(b, ", Repeat: %#x", p.repeat)
	}
	if len(p.roles) > 0 {
		b.WriteString(", ")
		writeChoices(b, "roles", "Role", p.roles)
	}
	b.WriteString("},\n")
}

// writeChoices writes a field that is a slice of choices.
func writeChoices(b *bytes.Buffer, field, of string, choices []choice) {
	fmt.Fprintf(b, "%s: []choice[%s]{", field, of)
	for _, c := range choices {
		b.WriteString("{")
		if len(c.when) > 0 {
			b.WriteString("When: condition{")
			for _, options := range c.when {
				fmt.Fprintf(b, "{%s}, ", strings.ReplaceAll(strings.Trim(fmt.Sprintf("%q", options), "[]"), " ", ", "))
			}
			b.WriteString("}, ")
		}
		fmt.Fprintf(b, "Is: %s}, ", typed(of, c.is))
	}
	b.WriteString("}")
}

// typed puts the type in front of a composite literal.
func typed(of, literal string) string {
	if strings.HasPrefix(literal, "{") {
		return of + literal
	}
	return literal
}
