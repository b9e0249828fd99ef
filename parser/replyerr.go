package parser

import (
	gotoken "go/token"
	"math"
	"strconv"
	"strings"
)

// readError reads the operand of @error.
func (h *headerReader) readError(o *operand) {
	if o.tok.kind != tokName {
		o.expected(RuleAnnotation, "the name of a Go error and the reply it stands for, as in ErrNotFound nil")
		return
	}
	e := ReplyErr{Ident: Ident{Text: o.tok.text, Span: o.at(o.tok)}}
	name := o.tok
	o.next()
	switch {
	case o.tok.sticks("."):
		if !o.importedError(&e, name) {
			return
		}
	case !isErrName(e.Text):
		o.errorf(e.Span, RuleAnnotation, "%s is not the name of a Go error, which begins with Err: write %s", shorten(e.Text), errName(e.Text))
	}
	from := o.tok
	ok := false
	if e.Match, ok = o.match(e.Text); !ok {
		return
	}
	e.MatchSpan = o.span(from.from, o.last)
	o.endSingle("the reply of " + e.Text)
	e.Doc = o.rest()
	h.script.Errors = append(h.script.Errors, e)
}

// importedError reads ".Name" after the name of an import.
func (o *operand) importedError(e *ReplyErr, pkg token) bool {
	o.next()
	if o.tok.kind != tokName || o.tok.blank || !gotoken.IsExported(o.tok.text) {
		o.expected(RuleAnnotation, "the name of an exported error of package "+shorten(pkg.text))
		return false
	}
	e.Text = pkg.text + "." + o.tok.text
	e.Span = o.span(pkg.from, o.tok.to)
	o.next()
	return true
}

// Imported splits the name of an error of an imported package, as in store.ErrGone.
func (e ReplyErr) Imported() (pkg, name string, ok bool) { return strings.Cut(e.Text, ".") }

// match reads what an @error matches.
func (o *operand) match(name string) (Match, bool) {
	t := o.tok
	const forms = `an integer, a quoted string, nil, an upper-case error code, or error and a quoted text`
	switch {
	case t.kind == tokInt:
		n, err := strconv.ParseInt(t.text, 10, 64)
		if err != nil {
			o.errorf(o.at(t), RuleAnnotation, "%s is beyond the 64 bits of a Redis integer, %d to %d", shorten(t.text), int64(math.MinInt64), int64(math.MaxInt64))
		}
		o.next()
		return Match{Kind: MatchInt, Int: n}, true
	case t.kind == tokString:
		o.next()
		return Match{Kind: MatchString, Text: t.value}, true
	case t.is("nil"):
		o.next()
		return Match{Kind: MatchNil}, true
	case t.is("error"):
		o.next()
		if o.tok.kind != tokString {
			o.errorf(o.at(o.tok), RuleAnnotation, `expected the quoted text of the error reply, as in error "NOT FOUND", found %s`, o.tok.found())
			return Match{}, false
		}
		if o.tok.value == "" {
			o.errorf(o.at(o.tok), RuleAnnotation, "the text of the error reply is empty: no error reply is")
		}
		m := Match{Kind: MatchError, Text: o.tok.value}
		o.next()
		return m, true
	case t.is("false"):
		o.errorf(o.at(t), RuleAnnotation, "false arrives as nil: write nil")
	case t.is("true"):
		o.errorf(o.at(t), RuleAnnotation, "true arrives as the integer 1: write 1")
	case t.kind == tokName && isErrorCode(t.text):
		o.next()
		return Match{Kind: MatchCode, Text: t.text}, true
	case t.kind == tokName:
		o.errorf(o.at(t), RuleAnnotation, "%s is not upper-case, as the code of an error reply is: quote it for a string reply, or write error and the quoted text", shorten(t.text))
	case t.kind == tokEnd:
		o.errorf(o.at(t), RuleAnnotation, "@error %s has no reply to stand for: write %s", name, forms)
	default:
		o.errorf(o.at(t), RuleAnnotation, "expected %s, found %s", forms, t.found())
	}
	return Match{}, false
}

func isErrorCode(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '_' && !isDigit(c) && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return 'A' <= s[0] && s[0] <= 'Z'
}

func isErrName(s string) bool {
	return (strings.HasPrefix(s, "Err") || strings.HasPrefix(s, "err")) && len(s) > len("Err") && gotoken.IsIdentifier(s) &&
		(isDigit(s[3]) || s[3] >= 'A' && s[3] <= 'Z')
}

// errName makes an error's name of what was written instead.
func errName(s string) string {
	for _, prefix := range []string{"Error", "error", "Err", "err", "ERR_", "ERR"} {
		if rest := strings.TrimLeft(strings.TrimPrefix(s, prefix), "_"); rest != s && rest != "" && rest != "s" {
			s = rest
			break
		}
	}
	s = strings.TrimLeft(s, "_0123456789")
	if s == "" || s == "Err" || s == "Error" {
		return "ErrNotFound"
	}
	return "Err" + strings.ToUpper(s[:1]) + shorten(s[1:])
}
