package runtime

import "encoding/json"

// The functions of type Decode for replies that many scripts have. Each sets the Value of a
// call whose T is the type that it names.

// DecodeNothing throws the reply away; T is struct{}.
func DecodeNothing(d *Decoder, _ Command) { Discard(d) }

// DecodeOK takes what (*Decoder).OK takes; T is struct{}.
func DecodeOK(d *Decoder, _ Command) { d.OK() }

// DecodeInt takes what (*Decoder).Int takes; T is int64.
func DecodeInt(d *Decoder, reply Command) { reply.(*Call[int64]).Value = d.Int() }

// DecodeUint takes what (*Decoder).Uint takes; T is uint64.
func DecodeUint(d *Decoder, reply Command) { reply.(*Call[uint64]).Value = d.Uint() }

// DecodeFloat takes what (*Decoder).Float takes; T is float64.
func DecodeFloat(d *Decoder, reply Command) { reply.(*Call[float64]).Value = d.Float() }

// DecodeBool takes what (*Decoder).Bool takes; T is bool.
func DecodeBool(d *Decoder, reply Command) { reply.(*Call[bool]).Value = d.Bool() }

// DecodeString takes what (*Decoder).String takes; T is string.
func DecodeString(d *Decoder, reply Command) { reply.(*Call[string]).Value = d.String() }

// DecodeBytes takes what (*Decoder).Bytes takes; T is []byte.
func DecodeBytes(d *Decoder, reply Command) { reply.(*Call[[]byte]).Value = d.Bytes() }

// DecodeAny takes what (*Decoder).Any takes; T is any.
func DecodeAny(d *Decoder, reply Command) { reply.(*Call[any]).Value = d.Any() }

// DecodeRawJSON takes what (*Decoder).RawJSON takes; T is json.RawMessage.
func DecodeRawJSON(d *Decoder, reply Command) {
	reply.(*Call[json.RawMessage]).Value = d.RawJSON()
}

// DecodeInts takes what (*Decoder).Ints takes; T is []int64.
func DecodeInts(d *Decoder, reply Command) { reply.(*Call[[]int64]).Value = d.Ints() }

// DecodeStrings takes an array or a set of strings; T is []string.
func DecodeStrings(d *Decoder, reply Command) {
	reply.(*Call[[]string]).Value = Slice(d, (*Decoder).String)
}
