package replay

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/luagen/luagen/parser"
)

// parseValue reads a value of a scalar type or an enum from what a person typed: of the Go
// type that generated code takes, and any for msgpack.
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
		return parseBool(t, text)
	case parser.Duration:
		return parseDuration(t, text)
	case parser.Time:
		return parseTime(t, text)
	case parser.JSON:
		return json.RawMessage(text), nil // the runtime checks that it is
	case parser.MsgPack:
		return parsePacked(text)
	case parser.Bytes:
		return []byte(text), nil
	default:
		return text, nil
	}
}

// parseBool reads true or false, or one of the type's own words.
func parseBool(t *parser.Scalar, text string) (any, error) {
	if i := slices.Index(t.Words, text); i >= 0 {
		return i == 0, nil
	}
	return strconv.ParseBool(text)
}

// parseDuration reads a duration as Go writes them, or as a number in the type's unit.
func parseDuration(t *parser.Scalar, text string) (any, error) {
	if d, ok := fraction(t, text); ok {
		return d, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.ParseDuration(text)
	}
	d := time.Duration(n) * t.Unit.Duration()
	if int64(d/t.Unit.Duration()) != n {
		return nil, strconv.ErrRange
	}
	return d, nil
}

// fraction reads a decimal fraction of the type's unit, where the type has them.
func fraction(t *parser.Scalar, text string) (time.Duration, bool) {
	if t.Rest != parser.RestFraction || !strings.Contains(text, ".") || strings.Trim(text, "-.0123456789") != "" {
		return 0, false
	}
	d, err := time.ParseDuration(text + t.Unit.String())
	return d, err == nil
}

// parseTime reads a time as RFC 3339, as "now", or as a Unix time in the type's unit.
func parseTime(t *parser.Scalar, text string) (any, error) {
	if text == "now" {
		return time.Now(), nil
	}
	if d, ok := fraction(t, text); ok {
		return time.Unix(0, 0).Add(d), nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		perSecond := int64(time.Second / t.Unit.Duration())
		return time.Unix(n/perSecond, n%perSecond*int64(t.Unit.Duration())), nil
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
	return numbers(v), nil
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
		if len(t.Words) > 0 {
			return fmt.Sprintf("true or false, or %q or %q", t.Words[0], t.Words[1])
		}
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
