package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// readLines calls f with each line of a data file that is neither empty nor a comment.
func readLines(path string, f func(line string) error) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := f(line); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return nil
}

// readNewer adds and corrects entries; the file documents its form.
func (t *table) readNewer(path string) error {
	return readLines(path, func(line string) error {
		name, rest, _ := strings.Cut(line, " ")
		e := t.entries[name]
		if e == nil {
			e = &entry{table: t, name: name, flags: map[string]bool{}}
			t.entries[name] = e
		}
		for rest = strings.TrimSpace(rest); rest != ""; {
			var word string
			if key, _, _ := strings.Cut(rest, "="); slices.Contains(toTheEnd, key) {
				word, rest = rest, ""
			} else {
				word, rest, _ = strings.Cut(rest, " ")
			}
			key, value, ok := strings.Cut(word, "=")
			if !ok {
				return fmt.Errorf("expected key=value, got %q", word)
			}
			if err := e.set(key, value); err != nil {
				return err
			}
		}
		return nil
	})
}

// readSummaries says what commands do of which the server does not tell; the file documents its form.
func (t *table) readSummaries(path string) error {
	return readLines(path, func(line string) error {
		name, rest, _ := strings.Cut(line, " ")
		summary, complexity, ok := strings.Cut(rest, " | ")
		e := t.entries[name]
		if e == nil || !ok {
			return fmt.Errorf("expected COMMAND SUMMARY | COMPLEXITY, of a command of the table, got %q", line)
		}
		if e.summary == "" {
			e.summary, e.complexity = sentence(summary), sentence(complexity)
		}
		return nil
	})
}

// toTheEnd are the properties whose value is the rest of the line.
var toTheEnd = []string{"replacement", "readonly", "slow", "args", "later"}

// set applies one key=value of newer.txt.
func (e *entry) set(key, value string) (err error) {
	switch key {
	case "since":
		e.since = value
	case "until":
		e.until = value
	case "valkey":
		e.valkey = value
	case "group":
		e.group = value
	case "deprecated":
		e.deprecated = value
	case "replacement":
		e.replacement = value
	case "slow":
		e.slowAdvice = value
	case "readonly":
		e.readOnly = value
	case "many":
		e.manySince = value
	case "optionscript":
		option, version, ok := strings.Cut(value, ":")
		if !ok {
			return fmt.Errorf("expected OPTION:V, got %q", value)
		}
		e.optionScripts = map[string]string{option: version}
	case "script":
		e.scriptSince = value
		delete(e.flags, "noscript")
	case "arity":
		e.arity, err = strconv.Atoi(value)
	case "flags":
		for f := range strings.SplitSeq(value, ",") {
			if !slices.ContainsFunc(flagIdents, func(known flagIdent) bool { return known.name == f }) {
				return fmt.Errorf("unknown flag %q", f)
			}
			e.flags[f] = true
		}
	case "args", "later":
		tree, err := parseSyntax(value)
		if err != nil {
			return err
		}
		if key == "args" || !e.addsNothing(tree) {
			e.tree = tree
		}
	case "keys":
		var k keySpec
		k, err = parseKeys(value)
		k.write = e.flags["write"]
		e.keys = append(e.keys, k)
	default:
		return fmt.Errorf("unknown property %q", key)
	}
	return err
}

// parseKeys reads the keys= form of newer.txt.
func parseKeys(value string) (keySpec, error) {
	k := keySpec{step: 1}
	if rest, ok := strings.CutPrefix(value, "num:"); ok {
		k.numKeys, value = true, rest
	}
	var numbers []int
	for part := range strings.SplitSeq(value, ":") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return k, err
		}
		numbers = append(numbers, n)
	}
	switch {
	case len(numbers) == 1:
	case len(numbers) == 2 && k.numKeys:
		k.step = numbers[1]
	case len(numbers) == 3 && !k.numKeys:
		k.last, k.step = numbers[1], numbers[2]
	default:
		return k, fmt.Errorf("expected B, B:LAST:STEP, num:B or num:B:STEP, got %q", value)
	}
	k.begin = numbers[0]
	return k, nil
}
