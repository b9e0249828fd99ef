module example.test/shop

go 1.24

require (
	github.com/go-redis/redis/v8 v8.0.0
	github.com/gomodule/redigo v1.0.0
	github.com/mediocregopher/radix/v3 v3.0.0
	github.com/mediocregopher/radix/v4 v4.0.0
	github.com/redis/go-redis/v9 v9.0.0
	github.com/redis/rueidis v1.0.0
	github.com/valkey-io/valkey-go v1.0.0
)

replace (
	github.com/go-redis/redis/v8 => ./stubs/goredis8
	github.com/gomodule/redigo => ./stubs/redigo
	github.com/mediocregopher/radix/v3 => ./stubs/radix3
	github.com/mediocregopher/radix/v4 => ./stubs/radix4
	github.com/redis/go-redis/v9 => ./stubs/goredis
	github.com/redis/rueidis => ./stubs/rueidis
	github.com/valkey-io/valkey-go => ./stubs/valkey
)
