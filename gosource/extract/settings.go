package extract

import (
	"errors"
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/lazyregexp"
)

var (
	scriptsKey = lazyregexp.New(`(?m)^scripts:[ \t]*(#.*)?\r?$`)
	otherForm  = lazyregexp.New(`(?m)^["']?scripts["']?[ \t]*:`)
	firstItem  = lazyregexp.New(`(?m)^([ \t]*)-[ \t]`)
	plainPath  = lazyregexp.New(`^[A-Za-z0-9_./-]+$`)
)

// withEntry is a luagen.yaml with one more folder of scripts, as text: comments and layout
// stay. Paths are relative to the file.
func withEntry(text []byte, dir, output string) ([]byte, error) {
	entry := []string{"- dir: " + quoted(dir), "  output: " + quoted(output), "  unexported: true"}
	lines := func(indent string) string { return indent + strings.Join(entry, "\n"+indent) + "\n" }
	old := string(text)
	if at := scriptsKey().FindStringIndex(old); at != nil {
		head, rest := old[:at[1]], strings.TrimPrefix(old[at[1]:], "\n")
		item := firstItem().FindStringSubmatch(rest)
		if item == nil {
			return nil, errors.New("the list of scripts in luagen.yaml is empty; remove it")
		}
		return []byte(head + "\n" + lines(item[1]) + rest), nil
	}
	switch {
	case otherForm().MatchString(old):
		return nil, errors.New("the list of scripts in luagen.yaml is not written with an entry to each line; write it so")
	case old == "":
		old = "# yaml-language-server: $schema=https://raw.githubusercontent.com/luagen/luagen/main/luagen.schema.json\n"
	case !strings.HasSuffix(old, "\n"):
		old += "\n"
	}
	return []byte(old + "scripts:\n" + lines("  ")), nil
}

// quoted is a path as YAML reads it.
func quoted(path string) string {
	if plainPath().MatchString(path) && path != "." {
		return path
	}
	return strconv.Quote(path)
}
