package generator

import (
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/parser"
)

// noteArgs notes how the arguments are sent when their Go types do not say.
func (p *plan) noteArgs() {
	for i, s := range p.args {
		switch s := s.(type) {
		case *argStep:
			s.param.note = argNote(s.value)
		case *optionalStep:
			s.param.note = join(", ", argNote(s.value), optionalNote(p.args[i+1:]))
		case *listStep:
			s.param.note = argNote(s.value)
		case *mapStep:
			s.param.note = join(", ", argNote(s.value), "sorted by key")
		}
	}
}

// alwaysSent reports whether a step adds an argument to every call.
func alwaysSent(s step) bool {
	switch s.(type) {
	case *argStep, *templateStep:
		return true
	default:
		return false
	}
}

// optionalNote says what a nil is sent as, given the arguments after it.
func optionalNote(later []step) string {
	if slices.ContainsFunc(later, alwaysSent) {
		return `sent as "" when nil`
	}
	return "left out when nil"
}

// withNote adds a note to documentation, in parentheses and before its full stop.
func withNote(doc, note string) string {
	if doc == "" || note == "" {
		return doc + note
	}
	if text, stopped := strings.CutSuffix(doc, "."); stopped && !strings.HasSuffix(text, ".") {
		return text + " (" + note + ")."
	}
	return doc + " (" + note + ")"
}

func unitName(u parser.Unit) string {
	switch u {
	case parser.Milliseconds:
		return "milliseconds"
	case parser.Microseconds:
		return "microseconds"
	case parser.Nanoseconds:
		return "nanoseconds"
	default:
		return "seconds"
	}
}

// argNote says how a value is sent when its Go type does not.
func argNote(v value) string {
	s, ok := v.(*scalarValue)
	if !ok {
		return ""
	}
	switch s.scalar.Kind {
	case parser.Bool:
		if words := s.scalar.Words; len(words) > 0 {
			return "sent as " + strconv.Quote(words[0]) + " or " + strconv.Quote(words[1])
		}
		return ""
	case parser.Time:
		if s.scalar.Rest == parser.RestFraction {
			return "sent as Unix time in " + unitName(s.scalar.Unit) + " with a fraction"
		}
		return "sent as Unix time in " + unitName(s.scalar.Unit)
	case parser.Duration:
		return durationNote(s.scalar)
	case parser.JSON:
		return "sent as JSON"
	case parser.MsgPack:
		return "sent as MessagePack"
	default:
		return ""
	}
}

// durationNote says in what unit a duration is sent, and what becomes of the rest.
func durationNote(s *parser.Scalar) string {
	unit := unitName(s.Unit)
	switch s.Rest {
	case parser.RestTruncated:
		return "sent in whole " + unit + ", truncated"
	case parser.RestExact:
		return "sent in whole " + unit + ", refused when it is not whole"
	case parser.RestFraction:
		return "sent in " + unit + " with a fraction"
	case parser.RestDefault:
	}
	return "sent in whole " + unit + ", rounded up"
}

// replyNote says what a field holds when its Go type does not.
func replyNote(v value) string {
	switch v := v.(type) {
	case *scalarValue:
		switch v.scalar.Kind {
		case parser.Time:
			if v.scalar.Rest == parser.RestFraction {
				return "UTC"
			}
			return "in whole " + unitName(v.scalar.Unit) + ", UTC"
		case parser.Duration:
			if v.scalar.Rest == parser.RestFraction {
				return ""
			}
			return "whole " + unitName(v.scalar.Unit)
		}
	case *optionalValue:
		return join("; ", replyNote(v.elem), "nil when there is no value")
	}
	return ""
}
