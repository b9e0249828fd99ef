package replay

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Value is a decoded reply, ready to be read by a person: a scalar as text, a list, or
// named fields.
type Value struct {
	Text   string  // of a scalar; strings are quoted
	Name   string  // of the variant; "error" for an error inside of an undeclared reply
	List   []Value // of a list; not nil when it is one
	Fields []Field // of a tuple, hash, map or variant; not nil when it is one
}

// Field is a named part of a Value.
type Field struct {
	Name  string
	Value Value
}

// none is the absence of a value.
func none() Value { return Value{Text: "nil"} }

func quoted(s string) Value { return Value{Text: strconv.Quote(s)} }

func text(v any) Value { return Value{Text: fmt.Sprint(v)} }

// String lays the value out over as many lines as it needs, without a newline at the
// end.
func (v Value) String() string { return strings.Join(v.lines(), "\n") }

func (v Value) lines() []string {
	lines := v.body()
	switch {
	case v.Name == "":
		return lines
	case len(lines) == 0:
		return []string{v.Name}
	case v.Fields == nil && v.List == nil:
		return []string{v.Name + " " + lines[0]}
	default:
		return append([]string{v.Name}, indented("  ", "  ", lines)...)
	}
}

// body is the value without its name.
func (v Value) body() []string {
	var lines []string
	switch {
	case v.Fields != nil:
		widest := 0
		for _, f := range v.Fields {
			widest = max(widest, utf8.RuneCountInString(f.Name))
		}
		for _, f := range v.Fields {
			part := f.Value.lines()
			if len(part) == 1 && len(f.Value.List) == 0 {
				gap := strings.Repeat(" ", 1+widest-utf8.RuneCountInString(f.Name))
				lines = append(lines, f.Name+":"+gap+part[0])
				continue
			}
			lines = append(lines, f.Name+":")
			lines = append(lines, indented("  ", "  ", part)...)
		}
		if len(lines) == 0 && v.Name == "" {
			return []string{"{}"}
		}
	case v.List != nil:
		for _, e := range v.List {
			lines = append(lines, indented("- ", "  ", e.lines())...)
		}
		if len(lines) == 0 {
			return []string{"[]"}
		}
	case v.Text != "":
		lines = strings.Split(v.Text, "\n")
	}
	return lines
}

// indented puts first before the first line and rest before the others.
func indented(first, rest string, lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = rest + l
	}
	if len(lines) > 0 {
		out[0] = first + lines[0]
	}
	return out
}

// anyValue is what a method of the decoder returned: of any declared type, or as go-redis
// decodes what has none.
func anyValue(v any) Value {
	switch v := v.(type) {
	case nil:
		return none()
	case string:
		return quoted(v)
	case []byte:
		return quoted(string(v))
	case struct{}:
		return Value{Text: "ok"}
	case error:
		return Value{Name: "error", Text: strconv.Quote(v.Error())}
	case []any:
		list := make([]Value, len(v))
		for i, e := range v {
			list[i] = anyValue(e)
		}
		return Value{List: list}
	case map[any]any:
		fields := make([]Field, 0, len(v))
		for k, e := range v {
			fields = append(fields, Field{Name: fmt.Sprint(k), Value: anyValue(e)})
		}
		return Value{Fields: sorted(fields)}
	case map[string]any:
		fields := make([]Field, 0, len(v))
		for k, e := range v {
			fields = append(fields, Field{Name: k, Value: anyValue(e)})
		}
		return Value{Fields: sorted(fields)}
	case json.RawMessage:
		return Value{Text: string(v)}
	case time.Time:
		return Value{Text: v.Format(time.RFC3339Nano)}
	default:
		return text(v)
	}
}

func sorted(fields []Field) []Field {
	slices.SortFunc(fields, func(a, b Field) int {
		// The keys 1 and "1" of a RESP3 map have one name.
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value.String(), b.Value.String()))
	})
	return fields
}
