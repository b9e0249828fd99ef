package lint

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
)

// valued are options that take values, at the end of a command.
type valued struct {
	from    int // the first place where one may appear
	values  int // how many values each takes
	options []string
}

// valuedOptions returns the options of a command that take values. HSCAN and its kin are not
// among them: they read theirs only when the key exists.
func valuedOptions(name string) []valued {
	switch name {
	case "SET":
		return []valued{{2, 1, []string{"EX", "PX", "EXAT", "PXAT", "IFEQ", "IFNE", "IFDEQ", "IFDNE"}}}
	case "GETEX":
		return []valued{{1, 1, []string{"EX", "PX", "EXAT", "PXAT"}}}
	case "LPOS":
		return []valued{{2, 1, []string{"RANK", "COUNT", "MAXLEN"}}}
	case "SORT", "SORT_RO":
		return []valued{{1, 1, []string{"BY", "GET", "STORE"}}, {1, 2, []string{"LIMIT"}}}
	case "SCAN":
		return []valued{{1, 1, []string{"MATCH", "COUNT", "TYPE"}}}
	case "XRANGE", "XREVRANGE":
		return []valued{{3, 1, []string{"COUNT"}}}
	case "ZRANGE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "ZRANGEBYLEX", "ZREVRANGEBYLEX":
		return []valued{{3, 2, []string{"LIMIT"}}}
	default:
		return nil
	}
}

// checkValues reports a call that ends before the values of its last option.
func (p *pass) checkValues(c *analysis.Call) {
	words := make([]string, len(c.Words)) // empty where unknown
	for i, w := range c.Words {
		if text, ok := w.Str(); ok {
			words[i] = strings.ToUpper(text)
		} else if w.Is(analysis.Number) {
			words[i] = "0"
		}
	}
	all := valuedOptions(c.Name)
	isOption := func(i int) bool {
		return slices.ContainsFunc(all, func(o valued) bool { return i >= o.from && slices.Contains(o.options, words[i]) })
	}
	for _, o := range all {
		for i := max(o.from, len(words)-o.values); i < len(words); i++ {
			// What follows a word that is not known, or another option, may be its value.
			if !slices.Contains(o.options, words[i]) || i > o.from && (words[i-1] == "" || isOption(i-1)) {
				continue
			}
			p.report(commandAt(c), "%s of %s takes %s, got %s; add what is missing", words[i], c.Name, values(o.values), values(len(words)-1-i))
			return
		}
	}
}

func values(n int) string {
	switch n {
	case 0:
		return "none"
	case 1:
		return "1 value"
	default:
		return "2 values"
	}
}
