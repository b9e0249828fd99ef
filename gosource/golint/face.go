package golint

import "github.com/luagen/luagen/analysis"

// face is what the rules about calls know of a client: how it sends an argument, what the
// decoders of its replies take, and what it has for scripts.
type face struct {
	name string
	// cached is what sends a script by its SHA-1, and whole when the server lacks it.
	cached string
	sends  sending
	// decoders are the kinds of reply that its methods of a reply, or functions of one, take.
	decoders map[string]analysis.ReplyKinds
	// numbers are the decoders that read a string as a number or a bool.
	numbers []string
	// elements says of an element of a reply as any what Go type it has: a key of goTypes.
	elements map[analysis.ReplyKinds]string
	// nilError is the error that a nil reply becomes; empty where it is none.
	nilError string
	// nilDecoded says that it only becomes one when a reply is decoded.
	nilDecoded bool
	// prefix is what tells an error by its code.
	prefix string
}

// sending says how a client makes a word of an argument that is no string, number or bool.
type sending int

const (
	marshals sending = iota // as MarshalBinary has it: others are refused, a lone list is spread
	prints                  // as package fmt prints it
	flattens                // as its elements: others are refused
	texts                   // there are only strings
)

const (
	bulk    = analysis.ReplyBulk
	text    = analysis.ReplyBulk | analysis.ReplyStatus
	integer = analysis.ReplyInteger | analysis.ReplyTruncated
	array   = analysis.ReplyArray
	resp3   = analysis.ReplyRESP3
)

// faces are the clients by name. Nothing changes them.
var faces = func() map[string]face {
	all := map[string]face{}
	for _, f := range []face{
		goRedis("go-redis", "redis.NewScript(…).Run", "redis.Nil", "redis.HasErrorPrefix(err, %q)"),
		compat(),
		rueidisLike("rueidis", "rueidis.NewLuaScript(…).Exec", "rueidis.Nil"),
		rueidisLike("valkey-go", "valkey.NewLuaScript(…).Exec", "valkey.Nil"),
		redigo(),
		{name: "radix", cached: "radix.NewEvalScript(…)", sends: flattens, prefix: "strings.HasPrefix(err.Error(), %q)"},
	} {
		all[f.name] = f
	}
	return all
}()

func goRedis(name, cached, nilError, prefix string) face {
	return face{
		name: name, cached: cached, sends: marshals, nilError: nilError, prefix: prefix,
		decoders: decoders(map[analysis.ReplyKinds][]string{
			text | integer: {"Int", "Int64", "Uint64", "Float32", "Float64", "Bool"},
			text:           {"Text"},
			array:          {"Slice", "StringSlice", "Int64Slice", "Uint64Slice", "Float32Slice", "Float64Slice", "BoolSlice"},
		}),
		numbers:  []string{"Int", "Int64", "Uint64", "Float32", "Float64", "Bool"},
		elements: map[analysis.ReplyKinds]string{integer: "int64", text: "string", array: "[]interface{}"},
	}
}

// compat is the face of go-redis over rueidis or valkey-go.
func compat() face {
	f := goRedis("rueidiscompat", "NewScript(…).Run", "Nil", "strings.HasPrefix(err.Error(), %q)")
	f.sends = prints
	return f
}

func rueidisLike(name, cached, nilError string) face {
	return face{
		name: name, cached: cached, sends: texts, nilError: nilError, prefix: "strings.HasPrefix(err.Error(), %q)",
		decoders: decoders(map[analysis.ReplyKinds][]string{
			integer:        {"ToInt64"},
			text | integer: {"AsInt64", "AsUint64", "AsBool"},
			text:           {"ToString", "AsBytes", "AsReader", "DecodeJSON"},
			array: {
				"ToArray", "AsStrSlice", "AsIntSlice", "AsFloatSlice", "AsBoolSlice", "AsMap", "AsStrMap", "AsIntMap",
				"AsXRange", "AsXRangeEntry", "AsZScore", "AsZScores", "AsScanEntry", "AsLMPop", "AsZMPop",
			},
			resp3: {"ToBool", "ToFloat64", "ToMap"},
			// A number in RESP3 is a double of a script's own making.
			text | resp3: {"AsFloat64"},
		}),
		numbers: []string{"AsInt64", "AsUint64", "AsFloat64"},
	}
}

func redigo() face {
	return face{
		name: "redigo", cached: "redis.NewScript(…).Do", sends: prints, nilError: "redis.ErrNil", nilDecoded: true,
		prefix: "strings.HasPrefix(err.Error(), %q)",
		decoders: decoders(map[analysis.ReplyKinds][]string{
			bulk | integer: {"Int", "Int64", "Uint64", "Bool"},
			bulk:           {"Float64"},
			text:           {"String", "Bytes"},
			array: {
				"Values", "MultiBulk", "Strings", "ByteSlices", "Ints", "Int64s", "Uint64s", "Float64s",
				"StringMap", "IntMap", "Int64Map", "Uint64Map", "Float64Map",
			},
		}),
		numbers:  []string{"Int", "Int64", "Uint64", "Bool", "Float64"},
		elements: map[analysis.ReplyKinds]string{integer: "int64", bulk: "[]byte", analysis.ReplyStatus: "string", array: "[]interface{}"},
	}
}

// decoders are the kinds by the names of those that take them.
func decoders(byKinds map[analysis.ReplyKinds][]string) map[string]analysis.ReplyKinds {
	all := map[string]analysis.ReplyKinds{}
	for kinds, names := range byKinds {
		for _, name := range names {
			all[name] = kinds
		}
	}
	return all
}
