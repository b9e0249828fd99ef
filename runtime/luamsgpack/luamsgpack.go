// Package luamsgpack encodes arguments for cmsgpack.unpack(ARGV[n]) and decodes
// what cmsgpack.pack returns, for generated code. It is apart from package
// runtime so that only those who use MessagePack depend on an implementation.
//
// Struct fields are named by their msgpack tag, else by their json tag, else by
// their Go name.
package luamsgpack

import (
	"bytes"

	"github.com/luagen/luagen/runtime"
	"github.com/vmihailenco/msgpack/v5"
)

// Arg adds v to the call as MessagePack. What cannot be encoded fails the call
// before anything is sent.
func Arg[T any](call *runtime.Call[T], name string, v any) {
	var text bytes.Buffer
	encoder := msgpack.NewEncoder(&text)
	encoder.SetCustomStructTag("json")
	encoder.SetSortMapKeys(true)
	encoder.UseCompactInts(true)
	if err := encoder.Encode(v); err != nil {
		call.Fail(name, err)
		return
	}
	call.Bytes(text.Bytes())
}

// Decode takes a string that holds one MessagePack value and reads it into T.
func Decode[T any](d *runtime.Decoder) T {
	var v, none T
	ok := false
	d.Unmarshal("msgpack", func(payload []byte) error {
		decoder := msgpack.NewDecoder(bytes.NewReader(payload))
		decoder.SetCustomStructTag("json")
		err := decoder.Decode(&v)
		ok = err == nil
		return err
	})
	if !ok {
		return none
	}
	return v
}
