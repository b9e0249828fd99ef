package wire

import (
	"fmt"
	"math/big"
	"reflect"
	"strconv"
	"strings"
)

// Append appends a value that a client has decoded as RESP. Clients decode replies to int64,
// string, float64, bool, *big.Int, nil, error, []any and map[any]any; fakes also give other
// types of the same kinds. Of a string it is not known whether it was a status.
func Append(raw []byte, value any) ([]byte, error) {
	return appended(raw, reflect.ValueOf(value), 0)
}

func appended(raw []byte, v reflect.Value, depth int) ([]byte, error) {
	for v.IsValid() && v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		return append(raw, "_\r\n"...), nil
	}
	if depth > MaxDepth {
		return raw, ErrDepth
	}
	switch x := v.Interface().(type) {
	case *big.Int:
		return fmt.Appendf(raw, "(%s\r\n", x), nil
	case error:
		return fmt.Appendf(raw, "-%s\r\n", strings.NewReplacer("\r", " ", "\n", " ").Replace(x.Error())), nil
	case []byte:
		return appendedText(raw, string(x)), nil
	}
	switch v.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return fmt.Appendf(raw, ":%d\r\n", v.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return fmt.Appendf(raw, ":%d\r\n", v.Uint()), nil
	case reflect.Float32, reflect.Float64:
		return append(append(append(raw, ','), strconv.FormatFloat(v.Float(), 'g', -1, 64)...), "\r\n"...), nil
	case reflect.Bool:
		if v.Bool() {
			return append(raw, "#t\r\n"...), nil
		}
		return append(raw, "#f\r\n"...), nil
	case reflect.String:
		return appendedText(raw, v.String()), nil
	case reflect.Slice, reflect.Array:
		raw = fmt.Appendf(raw, "*%d\r\n", v.Len())
		var err error
		for i := 0; i < v.Len() && err == nil; i++ {
			raw, err = appended(raw, v.Index(i), depth+1)
		}
		return raw, err
	case reflect.Map:
		raw = fmt.Appendf(raw, "%%%d\r\n", v.Len())
		var err error
		for entries := v.MapRange(); entries.Next() && err == nil; {
			if raw, err = appended(raw, entries.Key(), depth+1); err == nil {
				raw, err = appended(raw, entries.Value(), depth+1)
			}
		}
		return raw, err
	}
	return raw, fmt.Errorf("the client's reply holds a %s, which Redis does not reply", v.Type())
}

func appendedText(raw []byte, text string) []byte {
	raw = append(strconv.AppendInt(append(raw, TextMark), int64(len(text)), 10), "\r\n"...)
	return append(append(raw, text...), "\r\n"...)
}
