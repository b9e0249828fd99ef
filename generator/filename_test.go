package generator

import (
	"go/build"
	"runtime"
	"testing"
)

// TestConstrained asks go/build itself, on an operating system that is none of
// those in the names.
func TestConstrained(t *testing.T) {
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH = "plan9", "mips"
	ctx.OpenFile = openEmpty
	for _, stem := range []string{
		"like", "like_post", "linux", "x_linux", "x_windows", "x_js", "x_wasm", "x_linux_arm64", "x_test", "x_linux_test",
		"x_unix", "x_amd64", "_linux", "x_linux_y", "x_windows_", "test", "x_riscv64_test", "__test",
	} {
		constrainedByGo, err := ctx.MatchFile("/", "p"+stem+".lua.go")
		if err != nil {
			t.Fatal(err)
		}
		if got := constrained("p" + stem); got == constrainedByGo {
			t.Errorf("constrained(%q) = %v, but go/build matches: %v", "p"+stem, got, constrainedByGo)
		}
		if safe, err := ctx.MatchFile("/", "p"+stem+"_.lua.go"); err != nil || !safe {
			t.Errorf("%q with an underscore is not built: %v", stem, err)
		}
	}
	if !constrained("x_" + runtime.GOOS) {
		t.Errorf("x_%s is built here alone", runtime.GOOS)
	}
}
