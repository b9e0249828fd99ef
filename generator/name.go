package generator

import (
	"go/doc"
	"go/token"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/luagen/luagen/parser"
)

// initialisms are the words that Go names spell in capitals: the default of
// staticcheck's ST1003, and words of Redis.
var initialisms = [...]string{
	"ACL", "API", "ASCII", "CPU", "CSS", "DNS", "EOF", "GUID", "HTML", "HTTP", "HTTPS", "ID", "IP", "JSON",
	"QPS", "RAM", "RPC", "SLA", "SMTP", "SQL", "SSH", "TCP", "TLS", "TTL", "UDP", "UI", "GID", "UID", "UUID",
	"URI", "URL", "UTF8", "VM", "XML", "XMPP", "XSRF", "XSS", "SIP", "RTP", "AMQP", "DB", "TS",
	"AOF", "GT", "HLL", "LFU", "LRU", "LT", "NX", "PEL", "PTTL", "RDB", "XX", "ZSET",
}

// namer makes Go names of the names in scripts.
type namer struct {
	initialisms map[string]bool   // in capitals
	rename      map[string]string // a name in a script to its Go name
	met         map[string]bool   // the names of rename that were asked for; nil when there are none to ask for
	neighbours  *Neighbours
	parameters  int  // how many a function takes without a struct
	small       bool // functions begin with a small letter
}

func newNamer(opts Options) *namer {
	n := &namer{initialisms: make(map[string]bool), rename: opts.Rename, small: opts.Unexported, parameters: DefaultParameters}
	if opts.Parameters != nil {
		n.parameters = *opts.Parameters
	}
	for _, word := range slices.Concat(initialisms[:], opts.Initialisms) {
		n.initialisms[strings.ToUpper(word)] = true
	}
	return n
}

// FuncName is the name of the Go function of a script, one in which nothing is wrong.
func FuncName(opts Options, s *parser.Script) string {
	if s.FuncName.Text != "" {
		return s.FuncName.Text
	}
	base := path.Base(s.Name)
	return newNamer(opts).function(strings.TrimSuffix(base, path.Ext(base)))
}

// exported is the name of a function, type, field or constant: "post_id" and
// "postId" are PostID. It is no Go identifier when the name has no letter with
// which one can begin.
func (n *namer) exported(name string) string {
	if to, ok := n.given(name); ok {
		return to
	}
	return n.join(words(name), true)
}

// function is the name of what the package declares by a name in the scripts: exported, or
// not when the options say so.
func (n *namer) function(name string) string {
	if n.small {
		return n.unexported(name)
	}
	return n.exported(name)
}

// unexported is the name of a parameter or variable: "URLPath" is urlPath. It may
// be a keyword.
func (n *namer) unexported(name string) string { return n.join(words(n.renamed(name)), false) }

// one is the exported name of one element of what the name stands for: Entry for
// "entries", and the name itself when that is no plain plural.
func (n *namer) one(name string) string { return n.join(n.singular(words(n.renamed(name))), true) }

// oneUnexported is one as a variable is named.
func (n *namer) oneUnexported(name string) string {
	return n.join(n.singular(words(n.renamed(name))), false)
}

// renamed is the name that the configuration gives in place of one, or that one.
func (n *namer) renamed(name string) string {
	if to, ok := n.given(name); ok {
		return to
	}
	return name
}

// given is the name that the configuration gives in place of one.
func (n *namer) given(name string) (string, bool) {
	to, ok := n.rename[name]
	if ok && n.met != nil {
		n.met[name] = true
	}
	return to, ok
}

func (n *namer) join(list []string, exported bool) string {
	var b strings.Builder
	for i, word := range list {
		b.WriteString(n.word(word, exported || i > 0))
	}
	return b.String()
}

// word is one word of a name in camel case.
func (n *namer) word(word string, capital bool) string {
	upper := strings.ToUpper(word)
	switch stem, plural := strings.CutSuffix(upper, "S"); {
	case n.initialisms[upper]:
		word = upper
	case plural && n.initialisms[stem]:
		word = stem + "s"
	case capital:
		r, size := utf8.DecodeRuneInString(word)
		return string(unicode.ToUpper(r)) + word[size:]
	case word == upper:
		return strings.ToLower(word)
	default:
		r, size := utf8.DecodeRuneInString(word)
		return string(unicode.ToLower(r)) + word[size:]
	}
	if !capital {
		return strings.ToLower(word)
	}
	return word
}

// words splits a name where its words meet: at what is neither letter nor digit,
// before a capital that follows a small letter or a digit, and before the last
// capital of several that a small letter follows (HTML|Parser, but URLs).
func words(name string) []string {
	var list []string
	from := -1 // where a word begins; none between them
	var before rune
	for i, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			if from >= 0 {
				list = append(list, name[from:i])
			}
			from = -1
		case from < 0:
			from = i
		case unicode.IsUpper(r) && (!unicode.IsUpper(before) || beginsWord(name[i+utf8.RuneLen(r):])):
			list = append(list, name[from:i])
			from = i
		}
		before = r
	}
	if from >= 0 {
		list = append(list, name[from:])
	}
	if !strings.ContainsFunc(name, func(r rune) bool { return unicode.ToUpper(r) != r }) {
		for i, word := range list {
			list[i] = strings.ToLower(word) // MAX_SIZE is no row of initialisms
		}
	}
	return list
}

// beginsWord reports whether a capital after capitals begins a word of its own, by what
// follows it: a small letter that is not just the s of a plural.
func beginsWord(after string) bool {
	first, size := utf8.DecodeRuneInString(after)
	second, _ := utf8.DecodeRuneInString(after[size:])
	return unicode.IsLower(first) && (first != 's' || unicode.IsLower(second))
}

// nameProblem says why nothing that a package declares can have a name, as the continuation
// of a sentence; empty when it can, or is no identifier at all.
func nameProblem(name string) string {
	switch {
	case token.IsKeyword(name):
		return ", because " + name + " is a keyword of Go"
	case doc.IsPredeclared(name):
		return ", because generated code needs Go's own " + name
	case name == "init" || name == "main":
		return ", because Go gives " + name + " a meaning of its own"
	case name == "_" || !token.IsIdentifier(name):
		return ", because it is no identifier"
	default:
		return ""
	}
}

// isExportedName reports whether a name can stand for something exported.
func isExportedName(name string) bool {
	return token.IsIdentifier(name) && token.IsExported(name)
}
