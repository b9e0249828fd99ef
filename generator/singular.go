package generator

import (
	"slices"
	"strings"
)

// unchanged are words that only look like plain plurals.
var unchanged = [...]string{"alias", "always", "atlas", "bias", "canvas", "chaos", "kudos", "lens", "news", "plus", "series", "species"}

// endings turn plain plurals into singulars; the first that fits decides. An
// ending that maps to itself marks words that are no plurals.
var endings = [...]struct{ plural, singular string }{
	{"ss", "ss"}, {"us", "us"}, {"is", "is"},
	{"sses", "ss"}, {"xes", "x"}, {"shes", "sh"}, {"tches", "tch"}, {"nches", "nch"}, {"rches", "rch"}, {"tuses", "tus"},
	{"movies", "movie"}, {"cookies", "cookie"}, {"ies", "y"},
	{"s", ""},
}

// singular replaces the last of a name's words by its singular.
func (n *namer) singular(list []string) []string {
	if len(list) == 0 {
		return list
	}
	last := list[len(list)-1]
	list = slices.Clone(list)
	list[len(list)-1] = n.singularWord(last)
	return list
}

func (n *namer) singularWord(word string) string {
	lower := strings.ToLower(word)
	if stem, plural := strings.CutSuffix(word, "s"); plural && n.initialisms[strings.ToUpper(stem)] && !n.initialisms[strings.ToUpper(word)] {
		return stem
	}
	if n.initialisms[strings.ToUpper(word)] || slices.Contains(unchanged[:], lower) {
		return word
	}
	for _, e := range endings {
		if !strings.HasSuffix(lower, e.plural) || len(lower) != len(word) {
			continue
		}
		stem := lower[:len(lower)-len(e.plural)]
		switch {
		case stem == "" && e.singular != "", strings.ContainsAny(stem, "aeiouy"):
			return word[:len(stem)] + e.singular
		case e.plural == "ies": // "ties" is no plural of "ty"
			return word[:len(word)-1]
		default: // nor is "sms" of "sm"
			return word
		}
	}
	return word
}
