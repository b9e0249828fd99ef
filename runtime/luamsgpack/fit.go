package luamsgpack

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// Lua's values are not Go's: an empty table is an array whatever it was meant to
// be, a list with keys 1 to n is an array even where a map is wanted, a table
// with holes is a map, and a whole number may come as a float. And the decoder
// of the msgpack package cuts integers that are too large and fills a struct
// from an array by position. So a value is first fitted to the Go type that it
// is for: rewritten where the two only look different, refused where they are.

// Deepest nesting that is read; cmsgpack itself stops at 16.
const maxDepth = 256

var errDepth = fmt.Errorf("the MessagePack value is nested more than %d levels deep", maxDepth)

// fromLua fits the one value in src to the type t.
func fromLua(src []byte, t reflect.Type) ([]byte, error) {
	f := fitter{src: src, dst: make([]byte, 0, len(src)+16)}
	if err := f.fit(t, 0); err != nil {
		return nil, err
	}
	if len(f.src) > 0 {
		return nil, fmt.Errorf("%d bytes follow the MessagePack value", len(f.src))
	}
	return f.dst, nil
}

// fitter moves values from src to dst.
type fitter struct{ src, dst []byte }

// copy moves the next value as it is, with all that is in it.
func (f *fitter) copy() error {
	for left := 1; left > 0; left-- {
		head, payload, children, rest, err := next(f.src)
		if err != nil {
			return err
		}
		left += children
		f.dst = append(append(f.dst, head...), payload...)
		f.src = rest
	}
	return nil
}

func (f *fitter) fit(t reflect.Type, depth int) error {
	if len(f.src) == 0 {
		return errTruncated
	}
	if depth > maxDepth {
		return errDepth
	}
	for t.Kind() == reflect.Pointer && !decodesItself(t) {
		t = t.Elem()
	}
	if t == timeType && msgpcode.IsString(f.src[0]) {
		return f.fitTime()
	}
	if f.src[0] == msgpcode.Nil || decodesItself(t) {
		return f.copy()
	}
	switch t.Kind() {
	case reflect.Struct:
		return f.fitStruct(t, depth)
	case reflect.Map:
		return f.fitMap(t, depth)
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() != reflect.Uint8 {
			return f.fitList(t, depth)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64,
		reflect.Float32, reflect.Float64:
		return f.fitNumber(t)
	case reflect.Interface:
		return f.fitAny(t, depth)
	}
	return f.copy()
}

var (
	ownDecoders = []reflect.Type{
		reflect.TypeFor[msgpack.CustomDecoder](), reflect.TypeFor[msgpack.Unmarshaler](),
		reflect.TypeFor[encoding.BinaryUnmarshaler](), reflect.TypeFor[encoding.TextUnmarshaler](),
	}
	timeType = reflect.TypeFor[time.Time]()
)

// decodesItself reports whether the msgpack package leaves a type to its own
// methods.
func decodesItself(t reflect.Type) bool {
	if t == timeType {
		return true
	}
	for _, own := range ownDecoders {
		if t.Implements(own) || reflect.PointerTo(t).Implements(own) {
			return true
		}
	}
	return false
}

// fitTime turns the text of a time into what the msgpack package decodes.
func (f *fitter) fitTime() error {
	_, text, _, rest, err := next(f.src)
	if err != nil {
		return err
	}
	t, err := time.Parse(time.RFC3339Nano, string(text))
	if err != nil {
		return err
	}
	stamp, err := msgpack.Marshal(t)
	f.src, f.dst = rest, append(f.dst, stamp...)
	return err
}

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
		} else if err := f.fit(t.Key(), depth+1); err != nil {
			return err
		}
		if err := f.fit(t.Elem(), depth+1); err != nil {
			return err
		}
	}
	return nil
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

func isInteger(code byte) bool {
	return msgpcode.IsFixedNum(code) || code >= msgpcode.Uint8 && code <= msgpcode.Int64
}

func isTable(code byte) bool {
	return msgpcode.IsFixedArray(code) || msgpcode.IsFixedMap(code) || code >= msgpcode.Array16 && code <= msgpcode.Map32
}

var errNotWhole = errors.New("the number is not whole")

func (f *fitter) fitNumber(t reflect.Type) error {
	n, err := f.number()
	if err != nil {
		return fmt.Errorf("%w where %v was expected", err, t)
	}
	v := reflect.New(t).Elem()
	fits := false
	switch {
	case v.CanFloat():
		fits = !v.OverflowFloat(n.f) || math.IsInf(n.f, 0)
		f.dst = appendFloat(f.dst, n.f)
	case n.isFloat && n.f != math.Trunc(n.f):
		return fmt.Errorf("%v does not fit into %v: %w", n.f, t, errNotWhole)
	case v.CanInt():
		fits = n.inInt64() && !v.OverflowInt(n.i)
		f.dst = appendInt(f.dst, n.i)
	case v.CanUint():
		fits = n.inUint64() && !v.OverflowUint(n.u)
		f.dst = binary.BigEndian.AppendUint64(append(f.dst, msgpcode.Uint64), n.u)
	}
	if !fits {
		return fmt.Errorf("%s does not fit into %v", n, t)
	}
	return nil
}
