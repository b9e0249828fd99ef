package main

import (
	"fmt"
	"slices"
	"strings"
)

// cutKinds cuts a line of replies.txt at the colon outside of brackets.
func cutKinds(line string) (kinds, names string, err error) {
	depth := 0
	for i, c := range line {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ':' && depth == 0:
			return line[:i], line[i+1:], nil
		}
	}
	if depth > 0 {
		return "", "", fmt.Errorf("\"(\" without \")\" in %q", line)
	}
	return "", "", fmt.Errorf("expected kinds: COMMAND …, got %q", line)
}

// scalarReplies are the kinds of reply without parts, and the kinds and bounds they stand for.
var scalarReplies = map[string]struct{ kind, bounds string }{
	"int": {"IntegerReply", ""}, "natural": {"IntegerReply", "0..9223372036854775807"}, "flag": {"IntegerReply", "0..1"},
	"ok": {"Status", ""}, "status": {"Status", ""}, "bulk": {"Bulk", ""}, "numeral": {"Numeral", ""}, "digits": {"Numeral", ""}, "nil": {"Nil", ""}, "array": {"Array", ""},
}

// parseReply turns KINDS of replies.txt into a Go composite literal without its type.
func parseReply(name, text string) (string, error) {
	words, err := kindWords(text)
	if err != nil {
		return "", err
	}
	var kinds []string
	bounds, array := "", ""
	for i := 0; i < len(words); i++ {
		w := words[i]
		word, inner, bracket := strings.Cut(strings.TrimSuffix(w, ")"), "(")
		bracket = bracket && strings.HasSuffix(w, ")")
		per := ""
		if word == "each" && i+1 < len(words) {
			i++
			per, inner, bracket = cutLast(words[i])
		}
		scalar, known := scalarReplies[word]
		switch {
		case known && !bracket:
			kinds = append(kinds, scalar.kind)
			bounds += scalar.bounds
		case known && word != "array":
			kinds = append(kinds, scalar.kind)
			bounds += inner
		case bracket:
			kinds = append(kinds, "Array")
			if array, err = parseArray(word, per, inner); err != nil {
				return "", err
			}
		default:
			return "", fmt.Errorf("unknown reply kind %q", w)
		}
	}
	if len(kinds) == 0 {
		return "", fmt.Errorf("no kind of reply in %q", text)
	}
	literal := "{"
	if name != "" {
		literal += fmt.Sprintf("Name: %q, ", name)
	}
	literal += "Kinds: " + strings.Join(kinds, " | ")
	switch low, high, bounded := strings.Cut(bounds, ".."); {
	case bounded && low != "0":
		literal += ", Min: " + low + ", Max: " + high
	case bounded:
		literal += ", Max: " + high
	default:
		literal += ", Max: -1"
	}
	if slices.Contains(words, "ok") {
		literal += ", OK: true"
	}
	return literal + array + "}", nil
}

// cutLast cuts "NAME(KINDS)".
func cutLast(w string) (name, inner string, ok bool) {
	name, inner, ok = strings.Cut(w, "(")
	return name, strings.TrimSuffix(inner, ")"), ok
}

// parseArray returns the fields of a reply that describe its array.
func parseArray(word, per, inner string) (string, error) {
	shape := map[string]string{"array": "List", "each": "PerWord", "pairs": "Pairs", "map": "Pairs", "tuple": "Fixed"}[word]
	if shape == "" {
		return "", fmt.Errorf("unknown reply kind %q", word)
	}
	parts := []string{inner}
	if word != "array" && word != "each" {
		var err error
		if parts, err = kindWords(inner); err != nil {
			return "", err
		}
	}
	fields := ", Shape: " + shape
	if word == "map" {
		fields += ", Unique: true"
	}
	if per != "" {
		fields += fmt.Sprintf(", Per: %q", per)
	}
	fields += ", Parts: []Reply{"
	for _, p := range parts {
		name := ""
		if word != "array" && word != "each" {
			var named bool
			if name, p, named = strings.Cut(p, ":"); !named {
				return "", fmt.Errorf("expected NAME:KINDS, got %q", name)
			}
		}
		part, err := parseReply(name, p)
		if err != nil {
			return "", err
		}
		fields += part + ", "
	}
	return fields + "}", nil
}

// kindWords cuts at the spaces outside of brackets.
func kindWords(text string) ([]string, error) {
	var words []string
	depth, from := 0, 0
	for i, c := range text + " " {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ' ' && depth == 0:
			if i > from {
				words = append(words, text[from:i])
			}
			from = i + 1
		}
	}
	if depth != 0 {
		return nil, fmt.Errorf("\"(\" without \")\" in %q", text)
	}
	return words, nil
}
