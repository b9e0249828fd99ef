package infer

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/parser"
)

// comments is what the comments above a script say about its inputs and replies.
type comments struct {
	keys, args map[int]string    // by index
	named      map[string]string // by parameter name, folded: "@param name …"
	replies    map[int64]string  // by the integer replied
	// runs are what is said about any number of elements: "ARGV[2..n] - the ids".
	runs map[value.InputTable]string
	// lines are the comments, and sayings what each entry above was read from.
	lines   []commentLine
	sayings []saying
}

// input is what is said about an element of KEYS or ARGV.
func (c *comments) input(ref value.InputRef) string {
	if ref.Table == value.KEYS {
		return c.keys[ref.Index]
	}
	return c.args[ref.Index]
}

// highest is the last element that the comments speak of.
func (c *comments) highest(t value.InputTable) int {
	of := c.args
	if t == value.KEYS {
		of = c.keys
	}
	high := 0
	for n := range of {
		high = max(high, n)
	}
	return high
}

// patterns are the styles in which scripts document their inputs and replies.
var (
	runPattern     = lazyregexp.New(`(?i)^(?:\d+[.)]\s*)?@?(KEYS|ARGV)\s*\[\s*\d{1,3}\s*(?:\.{2,3}|…|\+|-)\s*(#?\w+)?\s*\]\s*(.+)$`)
	elementPattern = lazyregexp.New(`(?i)^(?:\d+[.)]\s*)?@?(KEYS|ARGV)\s*\[\s*(\d{1,3})\s*\]\s*(.*)$`)
	paramPattern   = lazyregexp.New(`^@?t?param\s+([A-Za-z_]\w*)\s+(.+)$`)
	listPrefix     = lazyregexp.New(`(?i)^(?:(?:a|the)\s+)?(?:flat\s+)?(?:list|array|set)\s+of\s+`)
	sectionPattern = lazyregexp.New(`(?i)^(keys|argv|args|arguments|values)\b[^:\[\]]*:?$`)
	repeatPattern  = lazyregexp.New(`(?i)\b(?:per|each)\b`) // "ARGV per job:" numbers the parts of a group
	numberPattern  = lazyregexp.New(`^(\d{1,2})\s*[.):]\s*(.+)$`)
	listPattern    = lazyregexp.New(`(?i)\b(keys|argv|args|arguments|values)\s*[:=]\s*\[([^\]]*)\]`)
	plainPattern   = lazyregexp.New(`^(KEYS|ARGV)\s*[:=]\s*([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)$`)
	inlinePattern  = lazyregexp.New(`(?:^|[\s,(])(-\d{1,9}) (?:if|when) ([^.,;]+)`)
	replyPattern   = lazyregexp.New(`^(?:@?returns?:?\s+)?(-?\d{1,9})\s*(?:[-–:=]+|→|\bmeans\b|\bif\b|\bwhen\b)\s*(.+)$`)
)

// readComments reads the comments above a script.
func readComments(s *parser.Script) comments {
	c := comments{keys: map[int]string{}, args: map[int]string{}, named: map[string]string{}, replies: map[int64]string{}, runs: map[value.InputTable]string{}}
	var section map[int]string // of a numbered list of inputs
	var more func(string)      // takes the lines that continue an entry
	indent, title := 0, -1
	c.lines = headerComments(s)
	for i, l := range c.lines {
		if l.text == "" {
			section, more, title = nil, nil, -1
			continue
		}
		if more != nil && l.indent > indent && !c.begins(l.text) {
			more(l.text)
			c.goesOn(i)
			continue
		}
		more, indent = nil, l.indent
		said := len(c.sayings)
		switch {
		case c.readLists(l.text):
		case c.readRun(l.text, &more):
		case c.readElement(l.text, &more):
		case c.readParam(l.text):
		case c.readSection(l.text, &section):
		case section != nil && numberPattern().MatchString(l.text):
			m := numberPattern().FindStringSubmatch(l.text)
			n, _ := strconv.Atoi(m[1])
			if more = entry(section, n, m[2]); more != nil {
				c.says(elementOf(c.lines[title].text, n))
			}
		default:
			c.readReply(l.text, &more)
		}
		if sectionPattern().MatchString(l.text) && section != nil {
			title = i
		}
		if utf8.ValidString(l.text) { // else the annotation says less
			c.settle(said, i, title)
		} else {
			c.sayings = c.sayings[:said]
		}
	}
	return c
}

// begins reports whether a line begins something of its own.
func (c *comments) begins(text string) bool {
	return elementPattern().MatchString(text) || replyPattern().MatchString(text) || numberPattern().MatchString(text) || paramPattern().MatchString(text) || sectionPattern().MatchString(text)
}

func (c *comments) table(word string) map[int]string {
	if tableNamed(word) == value.KEYS {
		return c.keys
	}
	return c.args
}

func tableNamed(word string) value.InputTable {
	if strings.EqualFold(word, "keys") {
		return value.KEYS
	}
	return value.ARGV
}

// entry adds a text to a table of them and returns what takes its further lines.
func entry[K comparable](to map[K]string, key K, text string) func(string) {
	if _, dup := to[key]; dup {
		return nil
	}
	to[key] = tidy(text)
	return func(more string) { to[key] = tidy(to[key] + " " + more) }
}

// readElement reads "KEYS[1] - the job".
func (c *comments) readElement(text string, more *func(string)) bool {
	m := elementPattern().FindStringSubmatch(text)
	if m == nil {
		return false
	}
	rest := m[3]
	if rest == "" || strings.IndexByte(",)]+*;", rest[0]) >= 0 || strings.HasPrefix(rest, "..") || strings.HasPrefix(rest, "==") || strings.HasPrefix(rest, "and ") {
		return true // code that is commented out, or an enumeration
	}
	n, _ := strconv.Atoi(m[2])
	if n > 0 {
		if *more = entry(c.table(m[1]), n, rest); *more != nil {
			c.says(elementOf(m[1], n))
		}
	}
	return true
}

// readRun reads "ARGV[2..n] - the ids".
func (c *comments) readRun(text string, more *func(string)) bool {
	m := runPattern().FindStringSubmatch(text)
	if m == nil {
		return false
	}
	if _, err := strconv.Atoi(m[2]); err != nil { // ARGV[1-4] are four
		if *more = entry(c.runs, tableNamed(m[1]), listPrefix().ReplaceAllString(tidy(m[3]), "")); *more != nil {
			c.says(subject{table: tableNamed(m[1]), run: true})
		}
	}
	return true
}

func (c *comments) readParam(text string) bool {
	m := paramPattern().FindStringSubmatch(text)
	if m == nil {
		return false
	}
	c.named[folded(m[1])] = tidy(m[2])
	c.says(subject{name: folded(m[1])})
	return true
}

// readLists reads "keys: [a, b], values: [c]" and "KEYS: a, b".
func (c *comments) readLists(text string) bool {
	lists := listPattern().FindAllStringSubmatch(text, -1)
	plain := false // the names are all that the line says
	if m := plainPattern().FindStringSubmatch(text); m != nil {
		lists, plain = append(lists, m), true
	}
	for _, m := range lists {
		names := strings.Split(m[2], ",")
		for i := range names {
			names[i] = strings.TrimSpace(names[i])
		}
		for i, name := range c.cutRun(m[1], names) {
			if usable(name) != "" && !isNone(name) && entry(c.table(m[1]), i+1, name) != nil && plain {
				c.says(elementOf(m[1], i+1))
			}
		}
	}
	return len(lists) > 0
}

// isNone reports whether a list says that there is nothing: "KEYS: none".
func isNone(name string) bool {
	switch strings.ToLower(name) {
	case "none", "nothing", "no", "nil", "empty", "unused":
		return true
	default:
		return false
	}
}

// cutRun takes "id1, id2, ..." or "ids..." from the end of a list, as what is said about any
// number of elements, and returns the names before it.
func (c *comments) cutRun(word string, names []string) []string {
	last := len(names) - 1
	head, open := cutEllipsis(names[last])
	if !open {
		return names
	}
	names = names[:last]
	if head == "" && last > 0 {
		example := names[last-1]
		if head = strings.TrimRight(example, "0123456789"); head == "" {
			return names
		}
		names = slices.DeleteFunc(names, func(n string) bool { return strings.TrimRight(n, "0123456789") == head })
		if head != example {
			head += "s"
		}
	} else if head == "" {
		return names
	}
	entry(c.runs, tableNamed(word), head)
	return names
}

// cutEllipsis cuts the dots that end a list.
func cutEllipsis(name string) (head string, cut bool) {
	if head, cut = strings.CutSuffix(name, "…"); !cut {
		head, cut = strings.CutSuffix(name, "...")
	}
	return head, cut
}

// readSection reads the title of a numbered list: "KEYS:", "Arguments:".
func (c *comments) readSection(text string, section *map[int]string) bool {
	m := sectionPattern().FindStringSubmatch(text)
	if m == nil || repeatPattern().MatchString(text) {
		return false
	}
	*section = c.table(m[1])
	return true
}

// readReply reads "-1 - the job is missing".
func (c *comments) readReply(text string, more *func(string)) {
	m := replyPattern().FindStringSubmatch(text)
	whole := m != nil
	if m == nil {
		m = inlinePattern().FindStringSubmatch(text)
	}
	if m == nil {
		return
	}
	if n, err := strconv.ParseInt(m[1], 10, 64); err == nil {
		if *more = entry(c.replies, n, m[2]); *more != nil && whole {
			c.says(subject{reply: n})
		}
	}
}

// tidy makes documentation of a comment's text: one line, without what sets it off.
func tidy(text string) string {
	text = strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "\uFFFD")
	text = strings.Map(func(r rune) rune {
		if r < ' ' || 0x7f <= r && r < 0xa0 {
			return ' '
		}
		return r
	}, text)
	text = strings.TrimLeft(text, "-–—:=>*#|.,;?@ ")
	for _, lead := range []string{"is ", "are "} {
		if rest, ok := strings.CutPrefix(text, lead); ok {
			text = rest
		}
	}
	text = strings.TrimRight(text, " ,;")
	const longest = 400
	if utf8.RuneCountInString(text) > longest {
		return string([]rune(text)[:longest-1]) + "…"
	}
	return text
}

// says reports whether a documentation says more than a name does.
func says(doc, name string) bool {
	bare := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" '\"`-_.", r) {
			return -1
		}
		return r
	}, strings.ToLower(doc))
	name = folded(name)
	return bare != "" && bare != name && strings.TrimSuffix(bare, "key") != name && bare != strings.TrimSuffix(name, "key")
}

// described is a documentation without the input's own name at its beginning.
func described(doc, name string) string {
	rest, ok := strings.CutPrefix(doc, name)
	if ok && strings.HasPrefix(rest, " (") && strings.HasSuffix(rest, ")") && strings.Count(rest, "(") == 1 {
		return tidy(rest[2 : len(rest)-1])
	}
	if ok && (strings.HasPrefix(rest, " - ") || strings.HasPrefix(rest, ": ")) {
		return tidy(rest)
	}
	if n := len(doc) - 1; n > 1 && doc[0] == doc[n] && strings.ContainsRune("'\"`", rune(doc[0])) && !strings.Contains(doc[1:n], doc[:1]) {
		return doc[1:n]
	}
	return doc
}
