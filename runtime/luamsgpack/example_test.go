package luamsgpack_test

import (
	"context"
	"fmt"

	"github.com/luagen/luagen/runtime"
	"github.com/luagen/luagen/runtime/luamsgpack"
	"github.com/luagen/luagen/runtime/redistest"
)

type order struct {
	Article string `msgpack:"article"`
	Units   int    `msgpack:"units"`
}

// doubleScript stands for one that luagen generated from --@args o:msgpack(order) and
// --@returns msgpack(order).
var doubleScript = runtime.NewScript("double.lua", doubleSource, "94a6370e82b02dc7ce1a740cd299179b6acc4533")

const doubleSource = `local o = cmsgpack.unpack(ARGV[1])
o.units = o.units * 2
return cmsgpack.pack(o)`

func Example() {
	client, stop := redistest.Example()
	defer stop()

	call := runtime.NewCall(doubleScript, luamsgpack.Decode[order], 1)
	luamsgpack.Arg(call.Args, "o", order{Article: "pen", Units: 3})
	doubled, err := runtime.Run(context.Background(), client, call)
	fmt.Println(doubled, err)
	// Output: {pen 6} <nil>
}
