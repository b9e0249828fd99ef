module github.com/luagen/luagen/examples

go 1.24

replace github.com/luagen/luagen/runtime => ../runtime

require (
	github.com/alicebob/miniredis/v2 v2.40.0
	github.com/luagen/luagen/runtime v0.1.0
	github.com/redis/go-redis/v9 v9.19.0
)

require (
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/yuin/gopher-lua v1.1.1 // indirect
	go.uber.org/atomic v1.11.0 // indirect
)
