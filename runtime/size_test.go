package runtime

import (
	"testing"
	"unsafe"
)

// A call is one allocation, and the Go runtime rounds it up to 384 bytes, or to 416. (On
// systems with 64 bits.)
func TestCallSize(t *testing.T) {
	for name, size := range map[string]uintptr{
		"int":    unsafe.Sizeof(Call[int64]{}),
		"bool":   unsafe.Sizeof(Call[bool]{}),
		"string": unsafe.Sizeof(Call[string]{}),
	} {
		if size > 384 {
			t.Errorf("a call that returns %s takes %d bytes", name, size)
		}
	}
	if size := unsafe.Sizeof(Call[[]int64]{}); size > 416 {
		t.Errorf("a call that returns a list takes %d bytes", size)
	}
}
