package gosource_test

import (
	"fmt"
	"log"

	"github.com/luagen/luagen/gosource"
)

func ExampleFind() {
	loaded, err := gosource.Load(gosource.Request{Dir: "testdata/shop", Patterns: []string{"./..."}})
	if err != nil {
		log.Fatal(err)
	}
	result := gosource.Find(loaded.Packages)
	script := result.Scripts[0]
	fmt.Println(script.Name, script.Uses[0].Client)
	fmt.Println(script.Text.Text())
	// Output:
	// broken/broken.go:13:30 go-redis
	// return redis.call('DEL', KEYS[1])
}
