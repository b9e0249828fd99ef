package ldb

import (
	"strconv"
	"strings"
)

// replyText makes what the debugger tells of a reply what redis-cli would show: OK for
// "+OK", (nil) for NULL. What it does not know is left as it is.
func replyText(s string) string {
	r := &replyReader{parser: valueParser{rest: s}}
	text, ok := r.reply()
	if !ok || r.parser.rest != "" {
		return s
	}
	return text
}

type replyReader struct{ parser valueParser }

func (r *replyReader) reply() (string, bool) {
	p := &r.parser
	switch {
	case strings.HasPrefix(p.rest, `"`):
		s, err := p.quoted()
		switch {
		case err != nil:
			return "", false
		case strings.HasPrefix(s, "+"):
			return s[1:], true
		case strings.HasPrefix(s, "-"):
			return "(error) " + s[1:], true
		}
		return strconv.Quote(s), true
	case p.skip("NULL"), p.skip("(null)"):
		return "(nil)", true
	case p.skip("["):
		return r.list("]")
	case p.skip("~("):
		return r.list(")")
	case p.skip("{"):
		return r.pairs()
	default:
		_ = p.skip("#") || p.skip("(double) ")
		return r.word()
	}
}

// word reads a number or a word up to the end of the list around it.
func (r *replyReader) word() (string, bool) {
	p := &r.parser
	n := strings.IndexAny(p.rest, ",])}=")
	if n < 0 {
		n = len(p.rest)
	}
	word := p.rest[:n]
	p.rest = p.rest[n:]
	return word, word != ""
}

func (r *replyReader) list(end string) (string, bool) {
	var parts []string
	for !r.parser.skip(end) {
		if len(parts) > 0 && !r.parser.skip(",") {
			return "", false
		}
		e, ok := r.reply()
		if !ok {
			return "", false
		}
		parts = append(parts, e)
	}
	return "[" + strings.Join(parts, ", ") + "]", true
}

func (r *replyReader) pairs() (string, bool) {
	var parts []string
	for !r.parser.skip("}") {
		if len(parts) > 0 && !r.parser.skip(",") {
			return "", false
		}
		k, ok := r.reply()
		if !ok || !r.parser.skip("=>") {
			return "", false
		}
		v, ok := r.reply()
		if !ok {
			return "", false
		}
		parts = append(parts, k, v)
	}
	return "[" + strings.Join(parts, ", ") + "]", true
}

// luaReply is the text of a reply that Lua got as a value.
func luaReply(v Value) string {
	for _, e := range v.Entries {
		if e.Key.Text == "err" {
			return "(error) " + e.Value.Text
		}
	}
	switch {
	case v.Kind == Boolean && v.Text == "false":
		return "(nil)"
	case v.Kind != Table:
		return v.String()
	case len(v.Entries) == 1 && v.Entries[0].Key.Text == "ok":
		return v.Entries[0].Value.Text
	}
	parts := make([]string, len(v.Entries))
	for i, e := range v.Entries {
		parts[i] = luaReply(e.Value)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}
