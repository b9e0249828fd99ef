package generator

import (
	"reflect"
	"testing"

	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/parser"
)

// Every scalar has the methods that its codec names, in the runtime.
func TestCodecs(t *testing.T) {
	decoder, args := reflect.TypeFor[*runtime.Decoder](), reflect.TypeFor[*runtime.Args]()
	check := func(s *parser.Scalar, on reflect.Type, name string) {
		if _, ok := on.MethodByName(name); !ok {
			t.Errorf("%s: %s has no method %q", s, on, name)
		}
	}
	for kind := range parser.ScalarKinds {
		for _, s := range []*parser.Scalar{
			{Kind: kind}, {Kind: kind, Unit: parser.Seconds, Rest: parser.RestTruncated}, {Kind: kind, Unit: parser.Seconds, Rest: parser.RestExact},
			{Kind: kind, Unit: parser.Seconds, Rest: parser.RestFraction}, {Kind: kind, Words: []string{"yes", "no"}},
		} {
			settled := kind == parser.Duration || s.Rest == parser.RestDefault || kind == parser.Time && s.Rest == parser.RestFraction
			if kind == parser.MsgPack || kind == parser.Text || !settled || len(s.Words) > 0 && kind != parser.Bool {
				continue
			}
			c := CodecOf(s)
			check(s, decoder, c.Decode)
			if kind == parser.Any || kind == parser.OK {
				continue // replies only
			}
			check(s, args, c.Arg)
			switch kind {
			case parser.String, parser.Bytes, parser.Int, parser.Uint, parser.JSON:
			default:
				check(s, args, "Format"+c.Arg)
			}
		}
	}
}
