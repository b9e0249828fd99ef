package runtime

import (
	"testing"
	"unsafe"

	"github.com/redis/go-redis/v9"
)

// What a call adds to go-redis's own command, which differs from release to release. With
// the 120 bytes of v9.19, a call that returns a scalar is one allocation of 352 bytes, and one
// that returns a list of 384. (On systems with 64 bits.)
func TestCallSize(t *testing.T) {
	command := unsafe.Sizeof(redis.RawWriteToCmd{})
	for name, size := range map[string]uintptr{
		"int":    unsafe.Sizeof(Call[int64]{}),
		"bool":   unsafe.Sizeof(Call[bool]{}),
		"string": unsafe.Sizeof(Call[string]{}),
	} {
		if size-command > 352-120 {
			t.Errorf("a call that returns %s takes %d bytes, %d of them go-redis's", name, size, command)
		}
	}
	if size := unsafe.Sizeof(Call[[]int64]{}); size-command > 384-120 {
		t.Errorf("a call that returns a list takes %d bytes, %d of them go-redis's", size, command)
	}
}
