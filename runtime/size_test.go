package runtime

import (
	"testing"
	"unsafe"

	"github.com/redis/go-redis/v9"
)

// What the keys and arguments of a call add to go-redis's own command, which differs from
// release to release. With the 120 bytes of v9.19 they are one allocation of 352 bytes. (On
// systems with 64 bits.)
func TestCallSize(t *testing.T) {
	command := unsafe.Sizeof(redis.RawWriteToCmd{})
	if size := unsafe.Sizeof(Args{}); size-command > 352-120 {
		t.Errorf("the arguments of a call take %d bytes, %d of them go-redis's", size, command)
	}
	if size := unsafe.Sizeof(Call[int64]{}); size > 24 {
		t.Errorf("a call that returns an int takes %d bytes", size)
	}
}
