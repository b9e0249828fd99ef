package parser

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/internal/suggest"
	"github.com/luagen/luagen/parser/syntax"
)

// shebangFlags are the flags that EVAL accepts, from scripts_flags_def of Redis 7.
func shebangFlags() []string {
	return []string{"no-writes", "allow-oom", "allow-stale", "no-cluster", "allow-cross-slot-keys"}
}

// ForeignFlag returns the server that knows a shebang flag which no Redis has; empty for other flags.
func ForeignFlag(flag string) string {
	if flag == "allow-key-locking" {
		return "Upstash"
	}
	return ""
}

// readShebang reads the "#!" line as Redis 7 does, which refuses everything but
// flags: "name=", for one, belongs to FUNCTION LOAD.
func readShebang(s *source, r *report) *Shebang {
	at := s.chunk.Shebang
	if at.From == at.To {
		return nil
	}
	sb := &Shebang{Span: s.span(at.From, at.To)}
	line := string(s.text[at.From:at.To])
	parts, ok := splitShebang(line)
	if !ok {
		r.errorf(sb.Span, RuleSyntax, "the shebang's quotes are not balanced: Redis refuses it (Invalid engine in script shebang)")
		return sb
	}
	for i, part := range parts {
		span := s.span(at.From+part.From, at.From+part.To)
		text := strings.NewReplacer(`"`, "", `'`, "").Replace(line[part.From:part.To])
		switch {
		case i == 0 && text != "#!lua":
			r.errorf(span, RuleSyntax, "found the engine %s, expected #!lua: Redis runs no other (Unexpected engine in script shebang)", quoted(shorten(text)))
			return sb
		case i == 0:
		case strings.HasPrefix(text, "flags="):
			sb.readFlags(text[len("flags="):], s, at.From+part.From, r)
		case strings.HasPrefix(text, "name="):
			r.errorf(span, RuleSyntax, "a script has no %s: that is for FUNCTION LOAD, and EVAL refuses it (Unknown lua shebang option); remove it", shorten(text))
		default:
			r.errorf(span, RuleSyntax, "unknown shebang option %s: EVAL accepts flags=… only (Unknown lua shebang option)", quoted(shorten(text)))
		}
	}
	return sb
}

// readFlags reads the value of "flags=", which begins in the part at offset.
func (sb *Shebang) readFlags(value string, s *source, offset int, r *report) {
	if value == "" {
		return // Redis accepts it
	}
	line := string(s.text[offset:s.chunk.Shebang.To])
	p := strings.Index(line, "=") + 1
	for _, flag := range strings.Split(value, ",") {
		if i := strings.Index(line[p:], flag); i >= 0 {
			p += i
		}
		span := s.span(offset+p, offset+p+len(flag))
		switch {
		case slices.Contains(shebangFlags(), flag) || ForeignFlag(flag) != "":
			sb.Flags = append(sb.Flags, flag)
		case flag == "":
			r.errorf(span, RuleSyntax, "an empty flag in the shebang: flags are separated by one comma, without spaces (Unexpected flag in script shebang)")
		default:
			advice := "there are " + strings.Join(shebangFlags(), ", ")
			if near := suggest.Closest(flag, shebangFlags()); near != "" {
				advice = "did you mean " + near + "?"
			}
			r.errorf(span, RuleSyntax, "unknown shebang flag %s: %s (Unexpected flag in script shebang)", quoted(shorten(flag)), advice)
		}
		p += len(flag)
	}
}

// splitShebang splits a line at blanks outside quotes, as sdssplitargs does.
func splitShebang(line string) (parts []syntax.Range, ok bool) {
	for i := 0; i < len(line); {
		if isBlank(line[i]) || line[i] == '\v' || line[i] == '\f' {
			i++
			continue
		}
		from := i
		for i < len(line) && !isBlank(line[i]) && line[i] != 0 {
			q := line[i]
			if i++; q != '"' && q != '\'' {
				continue
			}
			for i < len(line) && line[i] != q {
				if line[i] == '\\' {
					i++
				}
				i++
			}
			if i++; i > len(line) || i < len(line) && !isBlank(line[i]) {
				return nil, false // a closing quote ends the argument
			}
		}
		parts = append(parts, syntax.Range{From: from, To: i})
		if i < len(line) && line[i] == 0 {
			break
		}
	}
	return parts, true
}
