package runtime

import (
	"testing"
	"unsafe"

	"github.com/redis/go-redis/v9"
)

// What a call adds to go-redis's own command, which differs from release to release, and to
// its words. (On systems with 64 bits.)
func TestCallSize(t *testing.T) {
	command := unsafe.Sizeof(redis.RawWriteToCmd{})
	if size := unsafe.Sizeof(Args{}); size-command > 32 {
		t.Errorf("the arguments of a call take %d bytes, %d of them go-redis's", size, command)
	}
	words := unsafe.Sizeof([5]any{})
	if size := unsafe.Sizeof(argsOf5{}); size-command-words > 32 {
		t.Errorf("the arguments of a call with a key and an argument take %d bytes, %d of them go-redis's and the words", size, command+words)
	}
	if size := unsafe.Sizeof(Call[int64]{}); size > 16 {
		t.Errorf("a call that returns an int takes %d bytes", size)
	}
}
