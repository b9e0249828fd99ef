package scripttest_test

import (
	"crypto/sha1"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/scripttest"
)

// child is set in the environment of test binaries that TestFailures runs.
const child = "SCRIPTTEST_CHILD"

func TestRun(t *testing.T) {
	var c scripttest.Coverage
	t.Run("cases", func(t *testing.T) {
		scripttest.Cases{Path: "testdata/scripts", Cover: &c}.Run(t)
	})
	if ran, all := c.Lines(); ran != 4 || all != 4 {
		t.Errorf("%d of %d lines ran, want 4 of 4", ran, all)
	}
	if came, all := c.Branches(); came != 4 || all != 4 {
		t.Errorf("%d of %d outcomes came, want 4 of 4: %q", came, all, c.Missed())
	}
}

// TestChild is the test that TestFailures runs by itself.
func TestChild(t *testing.T) {
	path := os.Getenv(child)
	if path == "" {
		t.Skip("for TestFailures alone")
	}
	scripttest.Run(t, path)
}

func TestFailures(t *testing.T) {
	for path, want := range map[string][]string{
		"testdata/wrong": {
			"--- FAIL: TestChild/take_test.redis/takes",
			"testdata/wrong/take_test.redis:4:1: > take stock=pens units=3",
			"- 3", "+ 2", "DECRBY pens 3 -> 2", "replied at testdata/wrong/take.lua:10: return redis.call('DECRBY', KEYS[1], ARGV[1])",
		},
		"testdata":      {"there are no files named *_test.redis at testdata"},
		"testdata/none": {"there is no file or folder testdata/none"},
	} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestChild$", "-test.v")
		cmd.Env = append(os.Environ(), child+"="+path)
		out, err := cmd.CombinedOutput()
		if err == nil {
			t.Errorf("%s: passes\n%s", path, out)
		}
		lines := strings.Split(string(out), "\n")
		for _, w := range want {
			if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasSuffix(strings.TrimSpace(timeless(l)), w) }) {
				t.Errorf("%s: no line ends in %q:\n%s", path, w, out)
			}
		}
	}
}

// timeless is a line without the time at its end.
func timeless(line string) string {
	if i := strings.LastIndex(line, " ("); i > 0 && strings.HasSuffix(line, "s)") {
		return line[:i]
	}
	return line
}

// TestCover counts calls of a client: alone, in a pipeline and in a transaction.
func TestCover(t *testing.T) {
	s := scripttest.Start(t)
	rdb := s.Client(t)
	if s.Name == "redis" && strings.HasPrefix(s.Version, "6.") {
		t.Skip("functions came with Redis 7.0")
	}
	c := scripttest.Cover(t, s, rdb, "testdata/scripts")
	text, err := os.ReadFile("testdata/scripts/take.lua")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha1.Sum(text)
	sha := hex.EncodeToString(sum[:])
	ctx := t.Context()
	if got, err := rdb.EvalSha(ctx, sha, []string{"pens"}, 3).Int(); got != -1 || err != nil {
		t.Errorf("%d, %v", got, err)
	}
	want := []string{
		"testdata/scripts/take.lua:6: redis.call('GET', KEYS[1]) was never true",
		"testdata/scripts/take.lua:7: left < tonumber(ARGV[1]) was never false or nil",
		"testdata/scripts/take.lua:10: never ran",
	}
	if got := c.Missed(); !slices.Equal(got, want) {
		t.Errorf("missed %q, want %q", got, want)
	}
	rdb.Set(ctx, "pens", 10, 0)
	var inPipe, inTx *redis.Cmd
	if _, err := rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		inPipe = p.EvalSha(ctx, sha, []string{"pens"}, 3)
		return nil
	}); err != nil {
		t.Error(err)
	}
	if _, err := rdb.TxPipelined(ctx, func(p redis.Pipeliner) error {
		inTx = p.EvalSha(ctx, sha, []string{"pens"}, 3)
		return nil
	}); err != nil {
		t.Error(err)
	}
	if inPipe.Val() != int64(7) || inTx.Val() != int64(4) {
		t.Errorf("replies %v and %v, want 7 and 4", inPipe.Val(), inTx.Val())
	}
	if got := c.Missed(); got != nil {
		t.Errorf("missed %q", got)
	}
	file := filepath.Join(t.TempDir(), "c.out")
	if err := c.WriteProfile(file); err != nil {
		t.Fatal(err)
	}
	profile, err := os.ReadFile(file)
	if err != nil || !slices.Contains(strings.Split(string(profile), "\n"), "./testdata/scripts/take.lua:10.1,10.46 1 2") {
		t.Errorf("%v\n%s", err, profile)
	}
	if err := c.WriteLCOV(filepath.Join(t.TempDir(), "none", "c.info")); err == nil {
		t.Error("a file in a folder that is not there was written")
	}
}
