package luagenotel_test

import (
	"context"
	"fmt"

	"github.com/luagen/luagen/runtime"
	"github.com/luagen/luagen/runtime/luagenotel"
	"github.com/luagen/luagen/runtime/redistest"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// greetScript stands for one that luagen generated; Scripts of a generated package lists
// all of them.
var greetScript = runtime.NewScript("greet.lua", "return 'hello'", "1b936e3fe509bcbc9cd0664897bbe8fd0cac101b")

func ExampleNewHook() {
	ctx := context.Background()
	client, stop := redistest.Example()
	defer stop()

	spans := tracetest.NewInMemoryExporter()
	provider := trace.NewTracerProvider(trace.WithSyncer(spans))
	client.AddHook(luagenotel.NewHook([]*runtime.Script{greetScript}, luagenotel.WithTracerProvider(provider)))

	greeting, err := runtime.Run(ctx, client, runtime.NewCall(greetScript, (*runtime.Decoder).String, 0))
	fmt.Println(greeting, err)
	for _, span := range spans.GetSpans() {
		fmt.Println(span.Name)
	}
	// Output:
	// hello <nil>
	// EVALSHA greet.lua
	// SCRIPT LOAD greet.lua
	// EVALSHA greet.lua
}
