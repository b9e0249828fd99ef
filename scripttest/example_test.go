package scripttest_test

import (
	"testing"

	"github.com/luagen/luagen/scripttest"
)

func ExampleRun() {
	// In a file of package scripts, beside the Lua files: func TestScripts(t *testing.T).
	_ = func(t *testing.T) {
		scripttest.Run(t, ".")
	}
}

func ExampleCases() {
	_ = func(t *testing.T) {
		var cover scripttest.Coverage
		t.Run("cases", func(t *testing.T) {
			scripttest.Cases{Path: "scripts/...", Cover: &cover}.Run(t)
		})
		for _, m := range cover.Missed() {
			t.Error(m) // scripts/reserve.lua:12: left < units was never true
		}
	}
}

func ExampleCover() {
	// What a test of the program itself runs of the scripts.
	_ = func(t *testing.T) {
		server := scripttest.Start(t)
		rdb := server.Client(t)
		cover := scripttest.Cover(t, server, rdb, "scripts")
		// … call generated functions with rdb …
		if came, all := cover.Branches(); came < all {
			t.Errorf("%d of %d branches ran", came, all)
		}
	}
}
