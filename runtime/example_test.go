package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/luagen/luagen/runtime"
	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// What luagen generates from a script that counts up to a limit.

var errLimitReached = errors.New("the limit is reached")

var countScript = runtime.NewScript("count.lua", countSource, "aea3837ad3708b0c98feab5aa4fbdfed26c79c0c",
	runtime.OnInt(-1, errLimitReached),
)

const countSource = `if tonumber(redis.call('GET', KEYS[1]) or 0) >= tonumber(ARGV[1]) then return -1 end
return redis.call('INCR', KEYS[1])`

func count(ctx context.Context, c runtime.Client, counter string, limit int64) (int64, error) {
	return runtime.Run(ctx, c, countCall(counter, limit))
}

func countCall(counter string, limit int64) *runtime.Call[int64] {
	args := runtime.NewArgs(countScript, 2, runtime.DecodeInt)
	args.Key(counter)
	args.Int(limit)
	return &runtime.Call[int64]{Untyped: runtime.Untyped{Args: args}}
}

func ExampleRun() {
	ctx := context.Background()
	client, stop := redistest.Example()
	defer stop()

	n, err := count(ctx, client, "visits", 1)
	fmt.Println(n, err)
	_, err = count(ctx, client, "visits", 1)
	fmt.Println(errors.Is(err, errLimitReached), err)
	// Output:
	// 1 <nil>
	// true count.lua: the limit is reached
}

func ExampleAutoPipeline() {
	ctx := context.Background()
	client, stop := redistest.Example()
	defer stop()

	together := runtime.AutoPipeline(client) // one for all goroutines
	var wait sync.WaitGroup
	for range 100 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			if _, err := count(ctx, together, "visits", 1000); err != nil {
				fmt.Println(err)
			}
		}()
	}
	wait.Wait()
	fmt.Println(client.Get(ctx, "visits").Val())
	// Output: 100
}

func ExamplePipeline() {
	ctx := context.Background()
	client, stop := redistest.Example()
	defer stop()

	visits, sales := countCall("visits", 10), countCall("sales", 10)
	expire := redis.NewBoolCmd(ctx, "expire", "visits", 60)
	err := runtime.Pipeline(ctx, client, visits, runtime.Do(expire), sales)
	fmt.Println(err)
	fmt.Println(visits.Result())
	fmt.Println(expire.Result())
	fmt.Println(sales.Result())
	// Output:
	// <nil>
	// 1 <nil>
	// true <nil>
	// 1 <nil>
}

func ExampleTx() {
	ctx := context.Background()
	client, stop := redistest.Example()
	defer stop()

	first, second := countCall("visits", 1), countCall("visits", 1)
	err := runtime.Tx(ctx, client, first, second)
	fmt.Println(err)
	fmt.Println(first.Result())
	fmt.Println(second.Result())
	// Output:
	// count.lua: the limit is reached
	// 1 <nil>
	// 0 count.lua: the limit is reached
}
