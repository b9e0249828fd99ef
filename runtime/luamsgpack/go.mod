module github.com/luagen/luagen/runtime/luamsgpack

go 1.24

replace github.com/luagen/luagen/runtime => ../

require (
	github.com/luagen/luagen/runtime v0.1.0
	github.com/vmihailenco/msgpack/v5 v5.4.1
)

require (
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/redis/go-redis/v9 v9.19.0 // indirect
	github.com/vmihailenco/tagparser/v2 v2.0.0 // indirect
	go.uber.org/atomic v1.11.0 // indirect
)
