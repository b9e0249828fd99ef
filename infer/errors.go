package infer

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// claims are the replies that stand for errors.
type claims struct {
	ints  map[int64]*claim
	texts map[string]*claim // of error replies, as the annotation writes them
	order []*claim

	// Only those that the script declares:
	strings map[string]bool
	null    bool
}

// claim is one reply that stands for an error.
type claim struct {
	text    string // as the annotation writes it
	doc     string
	subject string // what the error's name is made of; empty when nothing tells
	n       int64
}

// declaredErrors are the replies that the header declares as errors, which leave nothing to propose.
func (in *inferrer) declaredErrors() *claims {
	c := &claims{ints: map[int64]*claim{}, texts: map[string]*claim{}, strings: map[string]bool{}}
	for _, e := range in.script.Errors {
		switch e.Match.Kind {
		case parser.MatchInt:
			c.ints[e.Match.Int] = &claim{}
		case parser.MatchString:
			c.strings[e.Match.Text] = true
		case parser.MatchNil:
			c.null = true
		}
	}
	return c
}

// replyErrors finds the negative status codes and the error replies among the returns.
func (in *inferrer) replyErrors() *claims {
	c := in.declaredErrors()
	if len(in.script.Errors) > 0 {
		return c
	}
	for i := range in.facts.Returns {
		r := &in.facts.Returns[i]
		in.claimIntegers(c, r)
		in.claimErrorReply(c, r)
	}
	return c
}

// claimIntegers takes the negative constants of a return for errors.
func (in *inferrer) claimIntegers(c *claims, r *analysis.Return) {
	if r.Reply.Kinds&analysis.ReplyInteger == 0 || r.Value.Can(kind.Fraction|kind.AnyNumber) && len(r.Reply.Consts) == 0 {
		return
	}
	for _, k := range r.Reply.Consts {
		n := int64(k.Num)
		if k.IsString || k.Num >= 0 || float64(n) != k.Num {
			continue
		}
		one := c.ints[n]
		if one == nil {
			one = &claim{text: fmt.Sprint(n), n: n}
			if doc := in.comments.replies[n]; doc != "" {
				one.doc, one.subject = doc, doc
				in.written[subject{reply: n}] = !strings.HasSuffix(doc, "…")
			}
			c.ints[n] = one
			c.order = append(c.order, one)
		}
		if one.subject == "" && len(r.Reply.Consts) == 1 {
			doc := in.commentAt(r.Stmt)
			one.doc, one.subject = doc, doc
		}
	}
}

// claimErrorReply takes an error reply with a constant text.
func (in *inferrer) claimErrorReply(c *claims, r *analysis.Return) {
	if r.Reply.Kinds != analysis.ReplyError {
		return
	}
	text, ok := in.errorText(r.Expr)
	if !ok || text == "" || len(text) > 200 || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return
	}
	one := &claim{}
	code, rest, _ := strings.Cut(text, " ")
	if isCode(code) && code != "ERR" && (rest == "" || strings.ToUpper(rest) != rest) {
		one.text, one.subject = code, strings.ToLower(strings.ReplaceAll(code, "_", " "))
		one.doc = tidy(rest)
	} else {
		one.text = "error " + (&parser.Literal{Text: text}).String()
		one.subject = strings.TrimPrefix(text, "ERR ")
		if strings.ToUpper(one.subject) == one.subject {
			one.subject = strings.ToLower(one.subject)
		}
	}
	if c.texts[one.text] == nil {
		c.texts[one.text] = one
		c.order = append(c.order, one)
	}
}

// errorText is the text of an error reply as it goes over the wire.
func (in *inferrer) errorText(e syntax.Expr) (string, bool) {
	switch e := e.(type) {
	case *syntax.ParenExpr:
		return in.errorText(e.X)
	case *syntax.TableExpr:
		for i := range e.Fields {
			if key, ok := e.Fields[i].Key.(*syntax.StringExpr); ok && key.Value == "err" {
				return in.facts.Value(e.Fields[i].Value).Str()
			}
		}
	case *syntax.CallExpr:
		if in.facts.Value(e.Func).Op() != library.ErrorReply || len(e.Args) == 0 {
			return "", false
		}
		text, ok := in.facts.Value(e.Args[0]).Str()
		text = strings.TrimPrefix(text, "-")
		if ok && !strings.Contains(text, " ") {
			text = "ERR " + text
		}
		return text, ok
	}
	return "", false
}

func isCode(word string) bool {
	for i := range len(word) {
		if c := word[i]; c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return len(word) > 1 && word[0] >= 'A' && word[0] <= 'Z'
}

// commentAt is the comment after a statement on its line, or alone on the line above.
func (in *inferrer) commentAt(s syntax.Stmt) string {
	text := in.script.Text
	from, to := s.Span().From, s.Span().To
	comments := in.script.Chunk.Comments
	i, _ := slices.BinarySearchFunc(comments, to, func(c syntax.Comment, at int) int { return cmp.Compare(c.From, at) })
	if i < len(comments) && !comments[i].Block {
		if between := text[to:comments[i].From]; len(bytes.Trim(between, " \t;")) == 0 {
			return commentText(text[comments[i].From:comments[i].To])
		}
	}
	i, _ = slices.BinarySearchFunc(comments, from, func(c syntax.Comment, at int) int { return cmp.Compare(c.From, at) })
	if i > 0 && !comments[i-1].Block {
		c := comments[i-1]
		start := bytes.LastIndexByte(text[:c.From], '\n') + 1
		between := text[c.To:from]
		if len(bytes.TrimSpace(between)) == 0 && bytes.Count(between, []byte("\n")) == 1 && len(bytes.TrimSpace(text[start:c.From])) == 0 {
			return commentText(text[c.From:c.To])
		}
	}
	return ""
}

func commentText(c []byte) string { return tidy(strings.TrimLeft(string(c), "-/ \t")) }

// nameErrors gives the claims their Go names.
func (in *inferrer) nameErrors(c *claims) []replyError {
	taken := names{}
	var list []replyError
	for _, one := range c.order {
		name := cmp.Or(in.callers.Means[one.n], errorName(one.subject))
		if name == "" && one.n != 0 {
			name = fmt.Sprintf("ErrCode%d", uint64(-one.n))
			in.hints = append(in.hints, fmt.Sprintf("what the reply %d means is not said: name %s after it", one.n, name))
		} else if name == "" {
			name = "ErrReply"
		}
		e := replyError{name: taken.take("", name), text: one.text, doc: one.doc}
		if !says(e.doc, e.name) {
			e.doc = ""
		}
		list = append(list, e)
	}
	return list
}

// errorName makes a Go error's name of the first words of a text.
func errorName(text string) string {
	const most = 5
	var kept []string
	text = strings.ReplaceAll(text, "no-op", "")
	for _, w := range strings.FieldsFunc(firstClause(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '\'' }) {
		w = strings.ReplaceAll(w, "'", "")
		switch strings.ToLower(w) {
		case "a", "an", "the", "is", "are", "was", "has", "have", "been", "if", "when", "we", "this", "that", "return", "returns", "error", "means", "its":
			continue
		case "doesnt", "does", "dont", "didnt":
			w = "not"
		}
		if rest, ok := cutErr(w); ok {
			w = rest
		}
		if usable(w) == "" || len(kept) > 0 && strings.EqualFold(kept[len(kept)-1], w) {
			continue
		}
		kept = append(kept, w)
		if len(kept) == most {
			break
		}
	}
	for len(kept) > 1 && isLoose(kept[len(kept)-1]) {
		kept = kept[:len(kept)-1]
	}
	var b strings.Builder
	for _, w := range kept {
		for _, part := range strings.Split(w, "_") {
			if part != "" {
				b.WriteString(strings.ToUpper(part[:1]) + part[1:])
			}
		}
	}
	if b.Len() == 0 || b.Len() > 40 {
		return ""
	}
	return "Err" + b.String()
}

// cutErr cuts the "Err" or "ERR_" of a word that is an error's name already.
func cutErr(word string) (string, bool) {
	for _, prefix := range []string{"ERR_", "ERROR_", "err_", "error_"} {
		if rest, ok := strings.CutPrefix(word, prefix); ok {
			return rest, true
		}
	}
	switch strings.ToLower(word) {
	case "err", "error", "errors":
		return "", true
	}
	for _, prefix := range []string{"Error", "Err"} {
		if rest, ok := strings.CutPrefix(word, prefix); ok && rest[0] >= 'A' && rest[0] <= 'Z' {
			return rest, true
		}
	}
	return word, false
}

// firstClause is a text up to where it goes on to explain, if that leaves more than a word.
func firstClause(text string) string {
	if i := strings.IndexAny(text, ".;(,"); i > 0 && len(strings.Fields(text[:i])) > 1 {
		return text[:i]
	}
	return text
}

// isLoose reports whether a word needs another after it.
func isLoose(word string) bool {
	switch strings.ToLower(word) {
	case "in", "and", "or", "to", "of", "for", "with", "from", "on", "at", "by", "after", "before", "during", "not", "be", "so", "than", "because", "since":
		return true
	default:
		return false
	}
}
