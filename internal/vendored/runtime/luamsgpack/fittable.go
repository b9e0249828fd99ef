// Code generated from runtime/luamsgpack/fittable.go. DO NOT EDIT.

package luamsgpack

import (
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"strings"

	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// table takes the head of an array or map. n counts elements or pairs.
func (f *fitter) table(t reflect.Type) (n int, isArray bool, err error) {
	head, _, children, rest, err := next(f.src)
	if err != nil {
		return 0, false, err
	}
	code := head[0]
	isArray = msgpcode.IsFixedArray(code) || code == msgpcode.Array16 || code == msgpcode.Array32
	isMap := msgpcode.IsFixedMap(code) || code == msgpcode.Map16 || code == msgpcode.Map32
	if !isArray && !isMap {
		return 0, false, fmt.Errorf("found %s where a table for %v was expected", codeName(code), t)
	}
	f.src = rest
	if isMap {
		children /= 2
	}
	return children, isArray, nil
}

func (f *fitter) fitStruct(t reflect.Type, depth int) error {
	fields, asArray := fieldsOf(t)
	if asArray {
		return f.copy()
	}
	n, isArray, err := f.table(t)
	if err != nil {
		return err
	}
	if isArray && n > 0 {
		return fmt.Errorf("found a list of %d where a table with the fields of %v was expected", n, t)
	}
	f.dst = appendMapHead(f.dst, n)
	for range n {
		_, key, _, _, err := next(f.src)
		if err != nil {
			return err
		}
		name := string(key)
		if err := f.copy(); err != nil {
			return err
		}
		field, ok := fields[name]
		if !ok {
			if err := f.copy(); err != nil {
				return err
			}
			continue
		}
		if err := f.fit(field, depth+1); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// fieldsOf returns the types of a struct's fields by the names that the msgpack
// package gives them, and whether the struct is encoded as an array.
func fieldsOf(t reflect.Type) (fields map[string]reflect.Type, asArray bool) {
	fields = make(map[string]reflect.Type)
	for _, field := range reflect.VisibleFields(t) {
		tag, ok := field.Tag.Lookup("msgpack")
		if !ok {
			tag = field.Tag.Get("json")
		}
		name, options, _ := strings.Cut(tag, ",")
		if field.Name == "_msgpack" {
			asArray = strings.Contains(options, "as_array") || strings.Contains(options, "asArray")
		}
		if name == "" {
			name = field.Name
		}
		if name != "-" && field.IsExported() {
			fields[name] = field.Type
		}
	}
	return fields, asArray
}

func (f *fitter) fitMap(t reflect.Type, depth int) error {
	n, isArray, err := f.table(t)
	if err != nil {
		return err
	}
	numbered := t.Key().Kind() >= reflect.Int && t.Key().Kind() <= reflect.Uint64
	if isArray && n > 0 && !numbered {
		return fmt.Errorf("found a list of %d where a table for %v was expected", n, t)
	}
	f.dst = appendMapHead(f.dst, n)
	for i := range n {
		if isArray {
			f.dst = appendInt(f.dst, int64(i)+1)
		} else if err := f.fitKey(t.Key(), depth+1); err != nil {
			return err
		}
		if err := f.fit(t.Elem(), depth+1); err != nil {
			return err
		}
	}
	return nil
}

// fitKey fits the key of a map. Where it is an interface, what it holds must be
// comparable: Go panics on other keys.
func (f *fitter) fitKey(t reflect.Type, depth int) error {
	f.keys++
	defer func() { f.keys-- }()
	return f.fit(t, depth)
}

func (f *fitter) fitList(t reflect.Type, depth int) error {
	n, isArray, err := f.table(t)
	if err != nil {
		return err
	}
	if !isArray && n > 0 {
		return fmt.Errorf("found a table of %d named values where a list for %v was expected; a Lua list with nil in it is one too", n, t)
	}
	if t.Kind() == reflect.Array && n > t.Len() {
		return fmt.Errorf("found a list of %d where %v was expected", n, t)
	}
	f.dst = appendArrayHead(f.dst, n)
	for i := range n {
		if err := f.fit(t.Elem(), depth+1); err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return nil
}

// fitAny keeps what is decoded into an interface free of the sizes in which the
// numbers came: integers are int64, others float64.
func (f *fitter) fitAny(t reflect.Type, depth int) error {
	code := f.src[0]
	switch {
	case f.keys > 0 && (isTable(code) || msgpcode.IsBin(code)):
		return fmt.Errorf("found %s as the key of a Go map; a key is a string, a number or a boolean", codeName(code))
	case isInteger(code):
		n, err := f.number()
		if err != nil {
			return err
		}
		if n.isUint && n.u > math.MaxInt64 {
			f.dst = binary.BigEndian.AppendUint64(append(f.dst, msgpcode.Uint64), n.u)
		} else {
			f.dst = appendInt(f.dst, n.i)
		}
		return nil
	case code == msgpcode.Float || code == msgpcode.Double:
		n, err := f.number()
		f.dst = appendFloat(f.dst, n.f)
		return err
	case isTable(code):
		n, isArray, err := f.table(t)
		if err != nil {
			return err
		}
		if isArray {
			f.dst = appendArrayHead(f.dst, n)
		} else {
			f.dst = appendMapHead(f.dst, n)
			n *= 2
		}
		for range n {
			if err := f.fit(t, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return f.copy()
}

func isTable(code byte) bool {
	return msgpcode.IsFixedArray(code) || msgpcode.IsFixedMap(code) || code >= msgpcode.Array16 && code <= msgpcode.Map32
}
