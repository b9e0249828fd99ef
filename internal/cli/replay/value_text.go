package replay

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/luagen/luagen/parser"
)

// packed is a value that travels as MessagePack.
type packed struct{ value any }

// parseValue reads a value of a scalar type or an enum from what a person typed: an
// int64, uint64, float64, bool, string, time.Time, time.Duration, json.RawMessage or
// packed.
func parseValue(name string, t parser.Type, text string) (any, error) {
	switch t := t.(type) {
	case *parser.Enum:
		return parseEnum(name, t, text)
	case *parser.Scalar:
		v, err := parseScalar(t, text)
		if err != nil {
			return nil, inputErrorf("%s: %q is not of the type %s; expected %s", name, text, t, expectation(t))
		}
		return v, nil
	default:
		return nil, inputErrorf("%s: a value of the type %s cannot be given on the command line", name, t)
	}
}

func parseEnum(name string, t *parser.Enum, text string) (any, error) {
	var names []string
	for _, m := range t.Members {
		names = append(names, m.Ident.Text)
		switch {
		case t.Ints && (text == m.Ident.Text || text == strconv.FormatInt(m.Int, 10)):
			return m.Int, nil
		case !t.Ints && (text == m.Ident.Text || text == m.Text):
			return m.Text, nil
		}
	}
	return nil, inputErrorf("%s: %q is none of %s", name, text, strings.Join(names, ", "))
}

func parseScalar(t *parser.Scalar, text string) (any, error) {
	switch t.Kind {
	case parser.Int:
		return strconv.ParseInt(text, 10, 64)
	case parser.Uint:
		return strconv.ParseUint(text, 10, 64)
	case parser.Float:
		return strconv.ParseFloat(text, 64)
	case parser.Bool:
		return strconv.ParseBool(text)
	case parser.Duration:
		return parseDuration(t, text)
	case parser.Time:
		return parseTime(t, text)
	case parser.JSON:
		return json.RawMessage(text), nil // the runtime checks that it is
	case parser.MsgPack:
		return parsePacked(text)
	default:
		return text, nil
	}
}

// parseDuration reads a duration as Go writes them, or as a number in the type's unit.
func parseDuration(t *parser.Scalar, text string) (any, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.ParseDuration(text)
	}
	d := time.Duration(n) * unitOf(t)
	if int64(d/unitOf(t)) != n {
		return nil, strconv.ErrRange
	}
	return d, nil
}

// parseTime reads a time as RFC 3339, as "now", or as a Unix time in the type's unit.
func parseTime(t *parser.Scalar, text string) (any, error) {
	if text == "now" {
		return time.Now(), nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		perSecond := int64(time.Second / unitOf(t))
		return time.Unix(n/perSecond, n%perSecond*int64(unitOf(t))), nil
	}
	return time.Parse(time.RFC3339Nano, text)
}

// parsePacked reads the value of a msgpack argument, which is given as JSON.
func parsePacked(text string) (any, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	return packed{numbers(v)}, nil
}

// numbers gives JSON numbers the Go type that MessagePack should see.
func numbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, _ := v.Float64() // out of range is an infinity, which Lua has too
		return f
	case []any:
		for i := range v {
			v[i] = numbers(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = numbers(v[k])
		}
	}
	return v
}

// expectation says in words how a value of a type is typed.
func expectation(t *parser.Scalar) string {
	switch t.Kind {
	case parser.Int:
		return "a whole number"
	case parser.Uint:
		return "a whole number that is not negative"
	case parser.Float:
		return "a number"
	case parser.Bool:
		return "true or false"
	case parser.Duration:
		return "a duration such as 5s or 1h30m, or a number in that unit"
	case parser.Time:
		return "a time such as 2026-01-02T15:04:05Z, a Unix time in that unit, or now"
	case parser.MsgPack:
		return "JSON, which is packed on the way"
	default:
		return "a string"
	}
}

// unitOf is the unit in which a time or duration travels.
func unitOf(t parser.Type) time.Duration {
	if o, ok := t.(*parser.Optional); ok {
		t = o.Elem
	}
	s, ok := t.(*parser.Scalar)
	if !ok {
		return time.Second
	}
	switch s.Unit {
	case parser.Milliseconds:
		return time.Millisecond
	case parser.Microseconds:
		return time.Microsecond
	case parser.Nanoseconds:
		return time.Nanosecond
	default:
		return time.Second
	}
}
