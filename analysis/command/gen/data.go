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
			e = &entry{name: name, flags: map[string]bool{}}
			t.entries[name] = e
		}
		for rest = strings.TrimSpace(rest); rest != ""; {
			var word string
			if strings.HasPrefix(rest, "replacement=") {
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
	case "option":
		return e.setOption(value)
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

// setOption reads the option= form of newer.txt.
func (e *entry) setOption(value string) error {
	parts := strings.Split(value, ":")
	if len(parts) != 4 {
		return fmt.Errorf("expected NAME:FROM:SINCE:VALKEY, got %q", value)
	}
	from, err := strconv.Atoi(parts[1])
	if err != nil {
		return err
	}
	e.addOption(option{name: parts[0], from: from, since: parts[2], valkey: parts[3]})
	return nil
}

// parseKeys reads the keys= form of newer.txt.
func parseKeys(value string) (keySpec, error) {
	k := keySpec{step: 1}
	if strings.ToUpper(value) == value && value[0] >= 'A' {
		k.begin, k.keyword = 2, value
		return k, nil
	}
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

// replyKinds are the words of replies.txt and the kinds they stand for.
var replyKinds = map[string]string{
	"int": "Integer", "natural": "Integer", "status": "Status", "bulk": "Bulk", "numeral": "Numeral",
	"nil": "Nil", "array": "Array",
}

// readReplies sets the replies; the file documents its form.
func (t *table) readReplies(path string) error {
	return readLines(path, func(line string) error {
		form, names, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("expected kinds: COMMAND …, got %q", line)
		}
		top, elem := form, ""
		if before, rest, ok := strings.Cut(form, "array("); ok {
			inner, after, ok := strings.Cut(rest, ")")
			if !ok {
				return fmt.Errorf("array( without ) in %q", form)
			}
			top, elem = before+"array"+after, inner
		}
		kinds, err := kindSet(top)
		if err != nil {
			return err
		}
		literal := "Reply{Kinds: " + kinds
		if elem != "" {
			kinds, err := kindSet(elem)
			if err != nil {
				return err
			}
			literal += ", Elem: " + kinds
		}
		if strings.Contains(form, "natural") {
			literal += ", Natural: true"
		}
		for name := range strings.FieldsSeq(names) {
			e := t.entries[name]
			if e == nil {
				return fmt.Errorf("no command %s", name)
			}
			if e.reply != "" {
				return fmt.Errorf("a second reply for %s", name)
			}
			e.reply = literal + "}"
		}
		return nil
	})
}

// kindSet turns words of replies.txt into a Go expression.
func kindSet(words string) (string, error) {
	var kinds []string
	for w := range strings.FieldsSeq(words) {
		k, ok := replyKinds[w]
		if !ok {
			return "", fmt.Errorf("unknown reply kind %q", w)
		}
		kinds = append(kinds, k)
	}
	return strings.Join(kinds, " | "), nil
}
