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
	{"write", "Write"}, {"noscript", "NoScript"}, {"mayreplicate", "MayReplicate"}, {"slow", "Slow"},
	{"container", "Container"}, {"nodragonfly", "NoDragonfly"}, {"dragonflynoscript", "DragonflyNoScript"},
}

// source returns the table as Go source, not yet formatted.
func (t *table) source() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "// Code generated from Redis %s, newer.txt and replies.txt by analysis/command/gen; DO NOT EDIT.\n\n", t.version)
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
		{"Group", e.group}, {"Since", e.since}, {"Until", e.until}, {"Valkey", e.valkey}, {"ScriptSince", e.scriptSince},
		{"Deprecated", e.deprecated}, {"Replacement", e.replacement},
	} {
		if f.value != "" {
			fmt.Fprintf(b, ", %s: %q", f.field, f.value)
		}
	}
	if len(e.keys) > 0 {
		b.WriteString(", Keys: []KeySpec{")
		for _, k := range e.keys {
			k.writeTo(b)
		}
		b.WriteString("}")
	}
	if len(e.options) > 0 && !e.flags["noscript"] {
		b.WriteString(", Options: []Option{")
		for _, o := range e.options {
			o.writeTo(b)
		}
		b.WriteString("}")
	}
	if e.reply != "" {
		fmt.Fprintf(b, ", Reply: %s", e.reply)
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

// writeTo writes a key spec as an element of a slice.
func (k keySpec) writeTo(b *bytes.Buffer) {
	fmt.Fprintf(b, "{Begin: %d", k.begin)
	if k.keyword != "" {
		fmt.Fprintf(b, ", Keyword: %q", k.keyword)
	}
	for _, f := range []struct {
		field string
		value int
	}{{"Last", k.last}, {"Step", k.step}, {"Limit", k.limit}} {
		if f.value != 0 {
			fmt.Fprintf(b, ", %s: %d", f.field, f.value)
		}
	}
	if k.numKeys {
		b.WriteString(", NumKeys: true")
	}
	if k.write {
		b.WriteString(", Write: true")
	}
	b.WriteString("},")
}

// writeTo writes an option as an element of a slice.
func (o option) writeTo(b *bytes.Buffer) {
	fmt.Fprintf(b, "{Name: %q", o.name)
	if o.from != 0 {
		fmt.Fprintf(b, ", From: %d", o.from)
	}
	if o.byPlace {
		b.WriteString(", ByPlace: true")
	}
	for _, f := range []struct{ field, value string }{{"Since", o.since}, {"Valkey", o.valkey}} {
		if f.value != "" {
			fmt.Fprintf(b, ", %s: %q", f.field, f.value)
		}
	}
	b.WriteString("},")
}
