package extract

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
)

// header is what the .lua file of a script says of it.
type header struct {
	text  []byte // the whole file
	reply string // the type that the calls take, as the header has it
	null  bool   // a nil reply is the error redis.Nil
	keys  []parser.Key
	args  []parser.Arg
}

// luaText is the text of a script as a file without a header: what the Go comment above it
// says, and the script from its first line on.
func luaText(s *script) string {
	body := s.Text.Text()
	if s.there != "" {
		return body
	}
	for {
		line, rest, ok := strings.Cut(body, "\n")
		if !ok || strings.TrimSpace(line) != "" {
			break
		}
		body = rest
	}
	if s.doc == "" {
		return body
	}
	shebang := ""
	if strings.HasPrefix(body, "#!") {
		shebang, body, _ = strings.Cut(body, "\n")
		shebang += "\n"
	}
	var b strings.Builder
	for line := range strings.SplitSeq(s.doc, "\n") {
		b.WriteString(strings.TrimRight("-- "+strings.TrimLeft(line, " \t"), " ") + "\n")
	}
	if strings.HasPrefix(strings.TrimSpace(body), "--") {
		b.WriteString("\n") // the script's own comments are others
	}
	return shebang + b.String() + body
}

// settle proposes the header for the calls that can be rewritten, and says of the others why
// they are left. Nothing of the script itself is changed.
func (s *script) settle() string {
	name := s.file + ".lua"
	text := []byte(luaText(s))
	parsed, found := parser.ParseText(name, text)
	if diag.HasErrors(found) {
		return "it has an error: " + first(found)
	}
	if parsed.Annotated {
		return "it has annotations already"
	}
	facts := analysis.Analyze(parsed)
	s.header.null = mayBeNil(facts)
	for range 3 {
		sites := s.rewritable()
		callers := infer.Callers{Settled: &infer.Settled{Name: s.named(), Open: len(sites) == 0}}
		if len(sites) > 0 {
			s.matchInputs(parsed, facts, sites, &callers)
			sites = s.rewritable()
		}
		s.header.reply = chooseReply(sites, facts)
		left := false
		for _, site := range sites {
			if !site.takes(s.header.reply) {
				site.left, left = site.unlike(s.header.reply), true
			}
		}
		if left && len(s.rewritable()) > 0 {
			continue
		}
		if len(s.rewritable()) == 0 {
			callers.Settled.Open = true
		} else {
			callers.Settled.Returns = typeOf(s.header.reply)
			if s.header.null {
				callers.Settled.Imports = []string{`redis "` + goRedisPath + `"`}
				callers.Settled.Errors = []string{"redis.Nil nil"}
			}
		}
		callers.Settled.ReadOnly = s.readOnly()
		p := infer.ProposeFor(parsed, facts, callers)
		if p.Skipped != "" {
			return "it gets no header: " + p.Skipped
		}
		s.header.text = s.withIgnored(withoutEmptyLine(p.Apply(text), p.Lines[0]), p.Lines[0])
		again, found := parser.ParseText(name, s.header.text)
		if diag.HasErrors(found) {
			return "its header would have an error: " + first(found)
		}
		s.header.keys, s.header.args = again.Keys, again.Args
		return ""
	}
	return "its calls do not agree on what they pass"
}

// withIgnored adds to a header the comments that let errors of the script stand: it moves as it is.
func (s *script) withIgnored(text []byte, annotation string) []byte {
	var lines string
	for _, rule := range s.ignored {
		lines += "--lint:file-ignore " + rule + " moved from Go as it was\n"
	}
	i := bytes.Index(text, []byte(annotation+"\n"))
	if i < 0 || lines == "" {
		return text
	}
	return slices.Concat(text[:i], []byte(lines), text[i:])
}

// withoutEmptyLine is a file without an empty comment line above its first annotation, as the
// comment's list of keys leaves it.
func withoutEmptyLine(text []byte, annotation string) []byte {
	for {
		i := bytes.Index(text, []byte("\n--\n"+annotation+"\n"))
		if i < 0 {
			return text
		}
		text = slices.Delete(slices.Clone(text), i+1, i+4)
	}
}

func first(found []diag.Diagnostic) string {
	for _, d := range found {
		if d.Severity == diag.Error {
			return d.Message
		}
	}
	return ""
}

// named is the function's name for the header; empty when that of the file is as good.
func (s *script) named() string {
	if s.exported || s.function != goName(camel(s.file), false) {
		return s.function
	}
	return ""
}

// camel is the Go name that a file's name gives.
func camel(file string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(path.Base(file), "_") {
		b.WriteString(upperFirst(part))
	}
	return b.String()
}

// readOnly reports whether the calls run the script as one that only reads.
func (s *script) readOnly() bool {
	sites := s.rewritable()
	return len(sites) > 0 && strings.HasSuffix(sites[0].Method, "RO")
}

// rewritable are the calls for which nothing has been found that keeps them.
func (s *script) rewritable() []*site {
	var all []*site
	for _, site := range s.sites {
		if site.left == "" {
			all = append(all, site)
		}
	}
	return all
}

// unlike says why a call cannot take the reply as a type.
func (s *site) unlike(typ string) string {
	as := "as " + typ
	if typ == "" {
		as = "as one that is thrown away"
	}
	if s.reading.method == "Bool" {
		return "Bool takes other numbers than 1 and 0 for true, too"
	}
	return fmt.Sprintf("it reads the reply with %s, and other calls take it %s", s.reading.method, as)
}

// typeOf is the type that an annotation declares; nil for none.
func typeOf(text string) parser.Type {
	if text == "" {
		return nil
	}
	s, _ := parser.ParseText("type.lua", []byte("--@returns "+text+"\nreturn 1\n"))
	if s.Returns == nil {
		return nil
	}
	return s.Returns.Type
}

// matchInputs settles how many keys and arguments the function takes, what they are called and
// of which types they are. Calls that pass others are left.
func (s *script) matchInputs(parsed *parser.Script, facts *analysis.Facts, sites []*site, c *infer.Callers) {
	layout := infer.ProposeFor(parsed, facts, infer.Callers{Settled: &infer.Settled{}})
	plain, _ := parser.ParseText(parsed.Name, layout.Apply(parsed.Source))
	ro := strings.HasSuffix(sites[0].Method, "RO")
	keys, args := sites[0].passes(sites)
	for _, t := range sites {
		switch {
		case strings.HasSuffix(t.Method, "RO") != ro:
			t.left = "some calls run the script as one that only reads, and others do not"
		default:
			if t.left = t.keys.fits(variadicAt(plain.Keys, func(k parser.Key) bool { return k.Variadic }), keys, "key"); t.left == "" {
				t.left = t.args.fits(variadicAt(plain.Args, func(a parser.Arg) bool { return a.Variadic }), args, "argument")
			}
		}
	}
	sites = s.rewritable()
	if len(sites) == 0 {
		return
	}
	fixed := variadicAt(plain.Keys, func(k parser.Key) bool { return k.Variadic })
	for i := range cmp.Or(max(fixed, 0), keys) {
		if fixed == 0 {
			break
		}
		var p infer.Passed
		for _, t := range sites {
			if i < len(t.keys.elems) {
				p.Names = addName(p.Names, strings.TrimSuffix(t.nameOf(t.keys.elems[i]), "Key"))
			}
		}
		c.Keys = append(c.Keys, p)
	}
	s.matchArgs(variadicAt(plain.Args, func(a parser.Arg) bool { return a.Variadic }), args, c)
}

func addName(names []string, name string) []string {
	if name == "" || slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

// variadicAt is where a list of inputs has one of any number at its end; -1 when it has none.
func variadicAt[T any](list []T, variadic func(T) bool) int {
	for i, in := range list {
		if variadic(in) {
			return i
		}
	}
	return -1
}

// passes counts the keys and the arguments that most of the calls pass.
func (t *site) passes(sites []*site) (keys, args int) {
	nk, na := map[int]int{}, map[int]int{}
	for _, s := range sites {
		nk[len(s.keys.elems)]++
		na[len(s.args.elems)]++
	}
	most := func(counts map[int]int) int {
		best := -1
		for n, c := range counts {
			if best < 0 || c > counts[best] || c == counts[best] && n > best {
				best = n
			}
		}
		return best
	}
	return most(nk), most(na)
}

// fits says why a list of inputs is none that a function takes: open is where one of any number
// begins, -1 for none, and n how many there are otherwise.
func (in inputs) fits(open, n int, noun string) string {
	switch {
	case in.whole != nil && open != 0:
		return fmt.Sprintf("how many %ss it passes is not plain to see, and the script takes them one by one", noun)
	case in.whole != nil:
		return ""
	case open >= 0 && len(in.elems) < open:
		return fmt.Sprintf("it passes fewer %ss than the script reads", noun)
	case open < 0 && len(in.elems) != n:
		return fmt.Sprintf("it passes %d %ss, and other calls %d", len(in.elems), noun, n)
	}
	return ""
}

// matchArgs settles the types and names of the arguments.
func (s *script) matchArgs(open, n int, c *infer.Callers) {
	fixed := n
	if open >= 0 {
		fixed = open
	}
	for i := range fixed {
		typ := s.commonType(i, func(t *site) []int { return []int{i} })
		p := infer.Passed{Type: typ}
		for _, t := range s.rewritable() {
			if i < len(t.args.elems) {
				p.Names = addName(p.Names, t.nameOf(t.args.elems[i]))
			}
		}
		c.Args = append(c.Args, p)
	}
	if open < 0 {
		return
	}
	c.Rest.Type = s.commonType(open, func(t *site) []int {
		var all []int
		for i := open; i < len(t.args.elems); i++ {
			all = append(all, i)
		}
		return all
	})
	for _, t := range s.rewritable() {
		if t.args.whole != nil {
			c.Rest.Names = addName(c.Rest.Names, t.nameOf(t.args.whole))
		}
	}
}

// commonType is the type as which most calls can send some of their arguments. Those that cannot
// are left.
func (s *script) commonType(at int, which func(*site) []int) string {
	votes := map[string]int{}
	var order []string
	for _, t := range s.rewritable() {
		for _, typ := range t.types(which(t)) {
			if votes[typ] == 0 {
				order = append(order, typ)
			}
			votes[typ]++
		}
	}
	best := "string"
	for i, typ := range order {
		if i == 0 || votes[typ] > votes[best] {
			best = typ
		}
	}
	for _, t := range s.rewritable() {
		if types := t.types(which(t)); !slices.Contains(types, best) {
			if len(types) == 0 {
				t.left = fmt.Sprintf("how its argument %d is sent depends on what it is at run time", at+1)
			} else {
				t.left = fmt.Sprintf("its argument %d is sent as %s, and that of other calls as %s", at+1, types[0], best)
			}
		}
	}
	return best
}

// types are those as which the call can send all of some arguments, the most telling first.
func (t *site) types(which []int) []string {
	if t.args.whole != nil || len(which) == 0 {
		return []string{"string"}
	}
	var common []string
	for n, i := range which {
		var here []string
		for _, w := range t.sendings(t.args.elems[i]) {
			if !w.strict && (n == 0 || slices.Contains(common, w.typ)) {
				here = append(here, w.typ)
			}
		}
		common = here
	}
	return common
}
