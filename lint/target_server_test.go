package lint

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/internal/redistest"
)

// targetOf is the server as a target: exactly its version.
func targetOf(t *testing.T, server *redistest.Server) Target {
	t.Helper()
	name, version := server.Version()
	switch {
	case name != "redis" && name != "valkey":
		t.Skipf("%s is no target", name)
	case server.Development():
		t.Skip("a server between two releases has what no release has")
	}
	target, err := ParseTarget(name + ">=" + version)
	if err != nil {
		t.Fatal(err)
	}
	return target
}

// TestServerNames compares what the rules know of the sandbox with what the server
// has: none of its names is unknown, and those that came later are there or not.
func TestServerNames(t *testing.T) {
	server := redistest.Start(t)
	target := targetOf(t, server)
	const list = `
		local found, seen = {}, {}
		for name, value in pairs(_G) do
			if type(value) == 'table' and value ~= _G and value ~= KEYS and value ~= ARGV then
				for member in pairs(value) do table.insert(found, name .. '.' .. member) end
			end
			if string.sub(name, 1, 2) ~= '__' then table.insert(found, name) end
		end
		return found`
	found, err := server.Client(3).Eval(context.Background(), list, nil).StringSlice()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range found {
		if name == "print" && server.Before("7.0") {
			continue // it writes to the server's standard output
		}
		_, findings := lintText(t, "local x = "+name+"\nreturn x", target.String())
		for _, d := range findings {
			gone := d.Rule == ruleTarget && library.OfGlobal(name).Withdrawn
			if !gone && (d.Rule == "unknown-global" || d.Rule == "unknown-member" || d.Rule == ruleTarget) {
				t.Errorf("the server has %s: %s (%s)", name, d.Message, d.Rule)
			}
		}
	}
	compare := func(name string, on library.Servers) {
		why := target.lacksName(on)
		if has := slices.Contains(found, name); has != (why == "") && !on.Withdrawn {
			t.Errorf("%s: the server has it: %v; the rule says %q", name, has, why)
		}
	}
	for f := range library.Functions() {
		compare(f.Name, f.Servers)
	}
	for l := range library.Libraries() {
		compare(l.Name, l.Servers)
		if target.lacksName(l.Servers) != "" {
			continue
		}
		for m := range l.Members() {
			if m.Name != "register_function" { // only while a library of functions is loaded
				compare(l.Name+"."+m.Name, m.Servers)
			}
		}
	}
}

// TestServerCommands compares which commands and options a target lacks with what the
// server says of itself.
func TestServerCommands(t *testing.T) {
	server := redistest.Start(t)
	if server.Before("7.0") {
		t.Skip("Redis before 7.0 does not document its commands")
	}
	target := targetOf(t, server)
	docs, err := server.Client(2).Do(context.Background(), "COMMAND", "DOCS").Slice()
	if err != nil {
		t.Fatal(err)
	}
	checkDocs(t, target, docs, "")
}

func checkDocs(t *testing.T, target Target, docs []any, container string) {
	for i := 0; i+1 < len(docs); i += 2 {
		full := strings.ToUpper(docs[i].(string))
		doc := flat(docs[i+1])
		if slices.Contains(list(doc["doc_flags"]), any("syscmd")) {
			continue
		}
		name := strings.Replace(full, "|", " ", 1)
		cmd, ok := command.Lookup(full)
		if container != "" {
			cmd, ok = command.Lookup(container)
			if ok {
				cmd, ok = cmd.Sub(strings.TrimPrefix(full, container+"|"))
			}
		}
		if !ok {
			t.Errorf("the table has no %s", name)
			continue
		}
		if why := target.lacks(cmd.Since, cmd.Valkey); why != "" {
			t.Errorf("the server has %s, which %s", name, why)
		}
		words := tokens(list(doc["arguments"]))
		for _, o := range cmd.Grammar.Params {
			if o.Since == "" && o.Valkey == "" {
				continue
			}
			why := target.lacks(o.Since, o.Valkey)
			if has := slices.Contains(words, cmp.Or(o.Token, o.Name)); has != (why == "") {
				t.Errorf("%s of %s: the server has it: %v; the rule says %q", cmp.Or(o.Token, o.Name), name, has, why)
			}
		}
		checkDocs(t, target, list(doc["subcommands"]), full)
	}
}

// tokens are the literal words of documented arguments, and the names of the others.
func tokens(arguments []any) []string {
	var words []string
	for _, a := range arguments {
		argument := flat(a)
		if token, ok := argument["token"]; ok {
			words = append(words, fmt.Sprint(token))
		} else {
			words = append(words, strings.ReplaceAll(fmt.Sprint(argument["name"]), "-", "_"))
		}
		words = append(words, tokens(list(argument["arguments"]))...)
	}
	return words
}

// flat reads a flat array of names and values.
func flat(reply any) map[string]any {
	parts := list(reply)
	m := map[string]any{}
	for i := 0; i+1 < len(parts); i += 2 {
		m[fmt.Sprint(parts[i])] = parts[i+1]
	}
	return m
}

func list(reply any) []any {
	l, _ := reply.([]any)
	return l
}
