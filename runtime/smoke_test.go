package runtime

import (
	"context"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
)

func TestSmoke(t *testing.T) {
	s := redistest.Start(t)
	for _, proto := range []int{2, 3} {
		c := s.Client(proto)
		ctx := context.Background()
		src := "return {redis.call('INCRBY', KEYS[1], ARGV[1]), 'x', ARGV[2]}"
		script := NewScript("t.lua", src, sha(src))
		call := NewCall(script, func(d *Decoder) (v struct {
			N    int64
			S, T string
		}) {
			d.Tuple(3, 3)
			v.N = d.Field("n").Int()
			v.S = d.Field("s").String()
			v.T = d.Field("t").String()
			d.End()
			return v
		}, 3)
		call.Key("k")
		call.Int(5)
		call.String("hé")
		v, err := call.Run(ctx, c)
		t.Log(v, err)
		if err != nil {
			t.Fatal(err)
		}
	}
}
