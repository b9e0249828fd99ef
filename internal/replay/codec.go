package replay

import (
	"reflect"

	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/internal/vendored/runtime/luamsgpack"
	"github.com/luagen/luagen/parser"
)

// Scalars travel by the very methods that generated code would call: generator.CodecOf
// names them.

// onWire is a scalar without its Go type, which is not known here: its wire form is typed
// in and shown.
func onWire(t *parser.Scalar) *parser.Scalar {
	plain := *t
	plain.Go = nil
	if t.Kind == parser.Text {
		plain.Kind = parser.String
	}
	return &plain
}

// options are the last arguments of a codec's methods.
func options(c generator.Codec) []reflect.Value {
	var list []reflect.Value
	if c.Unit != parser.NoUnit {
		list = append(list, reflect.ValueOf(c.Unit.Duration()))
	}
	for _, w := range c.Words {
		list = append(list, reflect.ValueOf(w))
	}
	return list
}

// scalarDecoder decodes a scalar as generated code does.
func scalarDecoder(t *parser.Scalar) decoder {
	if t.Kind == parser.MsgPack {
		return func(d *runtime.Decoder) Value { return anyValue(luamsgpack.Decode[any](d)) }
	}
	codec := generator.CodecOf(onWire(t))
	arguments := options(codec)
	return func(d *runtime.Decoder) Value {
		return anyValue(reflect.ValueOf(d).MethodByName(codec.Decode).Call(arguments)[0].Interface())
	}
}

// send adds a value of a scalar to a call as generated code does.
func send(c *runtime.Args, t *parser.Scalar, name string, v any) {
	if t.Kind == parser.MsgPack {
		luamsgpack.Arg(c, name, v)
		return
	}
	codec := generator.CodecOf(onWire(t))
	reflect.ValueOf(c).MethodByName(codec.Arg).Call(sent(codec, name, v))
}

// formatted is a value of a scalar as a part of a key.
func formatted(c *runtime.Args, t *parser.Scalar, name string, v any) string {
	codec := generator.CodecOf(onWire(t))
	return reflect.ValueOf(c).MethodByName("Format" + codec.Arg).Call(sent(codec, name, v))[0].String()
}

// sent are the arguments of a codec's method of runtime.Args.
func sent(codec generator.Codec, name string, v any) []reflect.Value {
	var list []reflect.Value
	if codec.Named {
		list = append(list, reflect.ValueOf(name))
	}
	return append(append(list, reflect.ValueOf(v)), options(codec)...)
}
