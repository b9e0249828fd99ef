package infer

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/luagen/luagen/parser"
)

// names are the parameters named so far, as Go tells names apart: without regard to
// case and underscores.
type names map[string]bool

// takenNames are the names that a header declares.
func takenNames(s *parser.Script) names {
	n := names{}
	for _, k := range s.Keys {
		n[folded(k.Text)] = true
		if k.Template != nil {
			for _, part := range k.Template.Parts {
				if part.Param != nil {
					n[folded(part.Param.Text)] = true
				}
			}
		}
	}
	for _, a := range s.Args {
		n[folded(a.Text)] = true
	}
	return n
}

// folded is a name as names are compared.
func folded(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, "_", ""))
}

// take returns the first of the candidates that is a usable name and not taken, and
// takes it. Where all that are usable are taken the best one gets a suffix, or else a
// number; where none is usable the fallback does.
func (n names) take(suffix, fallback string, candidates ...string) string {
	best := ""
	for _, c := range candidates {
		if c = usable(c); c == "" {
			continue
		}
		if n.free(c) {
			return c
		}
		if best == "" {
			best = c
		}
	}
	if best == "" {
		if n.free(fallback) {
			return fallback
		}
		best = fallback
	} else if suffix != "" && n.free(best+suffix) {
		return best + suffix
	}
	for i := 2; ; i++ {
		if c := best + strconv.Itoa(i); n.free(c) {
			return c
		}
	}
}

// free takes a name if nobody has it.
func (n names) free(name string) bool {
	if n[folded(name)] {
		return false
	}
	n[folded(name)] = true
	return true
}

// usable is a Lua name as a parameter's: without the underscores around it. It is
// empty for what says nothing.
func usable(name string) string {
	name = strings.Trim(name, "_")
	const longest = 40
	if name == "" || len(name) > longest || name[0] >= '0' && name[0] <= '9' {
		return ""
	}
	for i := range len(name) {
		if c := name[i]; c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return ""
		}
	}
	return name
}

// nameOfText makes a name of what a comment says about an input: the name with which
// it begins, or its first words. It is empty for a text that makes no good name.
func nameOfText(text string) string {
	if len(quotedWords(text)) > 1 && strings.IndexAny(text, "'\"`") == 0 {
		return "" // "'asc' or 'desc'" lists values
	}
	text = strings.TrimLeft(text, " \t'\"`<({")
	head := text
	if i := strings.IndexAny(head, "'\"`<>(){}[],;:.?!=/|"); i >= 0 {
		head = head[:i]
	}
	if i := strings.Index(head+" ", " - "); i >= 0 {
		head = head[:i]
	}
	words := strings.Fields(head)
	if len(words) == 0 {
		return ""
	}
	if isCompound(words[0]) {
		return usable(words[0])
	}
	kept := words[:0:0]
	for _, w := range words {
		switch strings.ToLower(w) {
		case "a", "an", "the", "current", "name":
			if w == "name" && len(words) == 1 {
				return "name"
			}
			continue
		case "of", "for", "to", "in", "on", "that", "which", "where", "with", "is", "as", "at", "by", "if", "from", "used", "when":
			if len(kept) > 0 {
				return camel(kept)
			}
			continue
		}
		kept = append(kept, w)
	}
	return camel(kept)
}

// isProse reports whether what a comment says about an input begins with several words, which
// make a worse name than one that somebody has given.
func isProse(text string) bool {
	head, _, _ := strings.Cut(text, " - ")
	return len(strings.Fields(head)) > 1 && !isCompound(firstWord(head))
}

// isCompound reports whether a word of a comment is a name rather than prose: it has
// an underscore or a capital inside.
func isCompound(word string) bool {
	if usable(word) == "" {
		return false
	}
	for i, r := range word {
		if i > 0 && (r == '_' || unicode.IsUpper(r) && !unicode.IsUpper(rune(word[i-1]))) {
			return true
		}
	}
	return false
}

// camel joins words to a name; empty when there are too many for one.
func camel(words []string) string {
	const most = 4
	if len(words) == 0 || len(words) > most {
		return ""
	}
	words = strings.Split(strings.Join(words, "-"), "-")
	var b strings.Builder
	for i, w := range words {
		if usable(w) == "" {
			return ""
		}
		if i == 0 {
			if !isCompound(w) {
				w = strings.ToLower(w)
			}
		} else {
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		b.WriteString(w)
	}
	return usable(b.String())
}

// plural is the plural of a name.
func plural(name string) string {
	switch {
	case name == "" || strings.HasSuffix(name, "s"):
		return name
	case strings.HasSuffix(name, "y") && len(name) > 1 && !strings.ContainsRune("aeiou", rune(name[len(name)-2])):
		return name[:len(name)-1] + "ies"
	default:
		return name + "s"
	}
}
