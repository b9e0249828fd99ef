package generator

import "github.com/luagen/luagen/parser"

// Codec is how generated code sends and decodes a scalar without a Go type of its own: by
// which methods of package runtime.
type Codec struct {
	Arg    string      // method of runtime.Args; "Format" before it makes a part of a key
	Named  bool        // that method takes the argument's name first, for errors
	Decode string      // method of runtime.Decoder
	Unit   parser.Unit // the last parameter of both methods; NoUnit for none
	Words  []string    // the last parameters of both methods
}

// CodecOf returns how a scalar travels. Those that need a Go type, msgpack and text, travel
// by functions of their own.
func CodecOf(s *parser.Scalar) Codec {
	c := Codec{Unit: s.Unit, Words: s.Words}
	name := methodOf(s)
	switch s.Rest {
	case parser.RestDefault:
		c.Arg, c.Decode = name, name
	case parser.RestTruncated:
		c.Arg, c.Decode = name+"Trunc", name
	case parser.RestExact:
		c.Arg, c.Decode, c.Named = name+"Exact", name, true
	case parser.RestFraction:
		c.Arg, c.Decode = name+"Frac", name+"Frac"
	}
	switch s.Kind {
	case parser.Float, parser.JSON, parser.Text:
		c.Named = true
	}
	return c
}

// methodOf is the name that the methods for a scalar begin with.
func methodOf(s *parser.Scalar) string {
	switch s.Kind {
	case parser.String, parser.MsgPack:
		return "String"
	case parser.Bytes:
		return "Bytes"
	case parser.Int:
		return "Int"
	case parser.Uint:
		return "Uint"
	case parser.Float:
		return "Float"
	case parser.Bool:
		if len(s.Words) > 0 {
			return "BoolWord"
		}
		return "Bool"
	case parser.Time:
		return "Time"
	case parser.Duration:
		return "Duration"
	case parser.JSON:
		if s.Go == nil {
			return "RawJSON"
		}
		return "JSON"
	case parser.Text:
		return "Text"
	case parser.Any:
		return "Any"
	case parser.OK:
		return "OK"
	}
	return ""
}
