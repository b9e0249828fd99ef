package complete

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/server/callat"
	"github.com/luagen/luagen/server/describe"
	"github.com/luagen/luagen/server/lexer"
	"github.com/luagen/luagen/server/source"
)

// members are those of the library, or the fields of the table, that a name stands for.
func members(s source.Script, name string, offset int) []Item {
	lib := library.Find(name)
	var items []Item
	if b := callat.Visible(s, name, offset); b != nil {
		lib = nil
		v := s.Facts.Value(b.Init)
		for _, r := range b.Reads {
			if v.Shape() == nil {
				v = s.Facts.Value(r)
			}
		}
		if shape := v.Shape(); shape != nil {
			lib = shape.Library
			for _, f := range shape.Fields {
				items = append(items, Item{Label: f.Name, Kind: Variable, Detail: describe.Value(f.Value)})
			}
		}
	}
	if lib == nil {
		return items
	}
	for m := range lib.Members() {
		items = append(items, memberItem(m))
	}
	return items
}

func memberItem(m *library.Member) Item {
	item := Item{Label: m.Name, Kind: Function, Detail: m.String() + "(…)"}
	if m.Constant {
		item.Kind, item.Detail = Constant, describe.Kinds(m.Result)
	} else if kinds := describe.Kinds(m.Result); kinds != "" {
		item.Detail += ": " + kinds
	}
	return item
}

// elements are the elements of KEYS or ARGV that the header declares.
func elements(s source.Script, table string) []Item {
	var items []Item
	add := func(i int, name, detail, doc string) {
		items = append(items, Item{Label: fmt.Sprintf("%d %s", i, name), Kind: Input, Insert: strconv.Itoa(i), Detail: detail, Documentation: doc})
	}
	if table == "KEYS" {
		for i, k := range s.Keys {
			detail := ""
			if k.Template != nil {
				detail = k.Template.Text
			}
			add(i+1, k.Text, detail, k.Doc)
		}
		return items
	}
	for i, a := range s.Args {
		add(i+1, a.Text, describe.ArgType(a), a.Doc)
	}
	return items
}

// names are what a name can stand for at an offset: locals, what the header declares, the sandbox,
// keywords.
func names(s source.Script, offset int) []Item {
	var items []Item
	seen := map[string]bool{}
	add := func(i Item) {
		if !seen[i.Label] {
			seen[i.Label] = true
			items = append(items, i)
		}
	}
	if at, ok := s.In(offset); ok {
		for _, b := range slices.Backward(s.Facts.Bindings) {
			if b.Scope.From <= at && at <= b.Scope.To && b.Decl.To < at {
				add(Item{Label: b.Name, Kind: Variable, Detail: describe.Value(s.Facts.Value(b.Init))})
			}
		}
	}
	for i, k := range s.Keys {
		place := fmt.Sprintf("KEYS[%d]", i+1)
		add(Item{Label: place, Kind: Input, Detail: k.Text, Documentation: k.Doc})
		if !seen[k.Text] {
			add(Item{Label: k.Text, Kind: Input, Insert: place, Detail: place, Documentation: k.Doc})
		}
	}
	for i, a := range s.Args {
		place := fmt.Sprintf("ARGV[%d]", i+1)
		add(Item{Label: place, Kind: Input, Detail: a.Text + ": " + describe.ArgType(a), Documentation: a.Doc})
		if !seen[a.Text] {
			add(Item{Label: a.Text, Kind: Input, Insert: place, Detail: place, Documentation: a.Doc})
		}
	}
	for _, table := range []string{"KEYS", "ARGV"} {
		add(Item{Label: table, Kind: Variable, Detail: "table"})
	}
	for lib := range library.Libraries() {
		add(Item{Label: lib.Name, Kind: Module})
	}
	for f := range library.Functions() {
		add(memberItem(f))
	}
	for _, word := range lexer.Keywords() {
		add(Item{Label: word, Kind: Keyword})
	}
	return items
}
