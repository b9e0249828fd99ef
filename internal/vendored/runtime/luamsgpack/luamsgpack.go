// Code generated from runtime/luamsgpack/luamsgpack.go. DO NOT EDIT.

// Package luamsgpack encodes arguments for cmsgpack.unpack(ARGV[n]) and decodes
// what cmsgpack.pack returns, for generated code. It is separate from package
// runtime, so that only users of MessagePack depend on an implementation.
//
// Struct fields are named by their msgpack tag, else by their json tag, else by
// their Go name.
package luamsgpack

import (
	"bytes"
	"reflect"

	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/vmihailenco/msgpack/v5"
)

// Arg adds v to a call as MessagePack that cmsgpack can read: binary strings
// go as strings and times as RFC 3339 text. What cannot be encoded, or what Lua
// would read as something else, fails the call before anything is sent. Integers
// beyond 2^53 are sent exactly; Lua's numbers are not exact there.
func Arg(args *runtime.Args, name string, v any) {
	text, err := encode(v)
	if err != nil {
		args.Fail(name, err)
		return
	}
	args.Bytes(text)
}

func encode(v any) ([]byte, error) {
	var text bytes.Buffer
	encoder := msgpack.NewEncoder(&text)
	encoder.SetCustomStructTag("json")
	encoder.SetSortMapKeys(true)
	encoder.UseCompactInts(true)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return forLua(text.Bytes())
}

// Decode takes a string that holds one MessagePack value and reads it into T. A
// value that does not fit is a DecodeError; an empty Lua table is an empty list,
// map or struct, whichever T has in its place.
func Decode[T any](d *runtime.Decoder) T {
	var v, none T
	done := false
	d.Unmarshal("msgpack", func(payload []byte) error {
		err := decode(payload, &v)
		done = err == nil
		return err
	})
	if !done {
		return none
	}
	return v
}

// decode reads what Lua has packed into what the pointer to points to.
func decode(packed []byte, to any) error {
	fitted, err := fromLua(packed, reflect.TypeOf(to).Elem())
	if err != nil {
		return err
	}
	decoder := msgpack.NewDecoder(bytes.NewReader(fitted))
	decoder.SetCustomStructTag("json")
	decoder.UseLooseInterfaceDecoding(true)
	return decoder.Decode(to)
}
