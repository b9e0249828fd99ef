package cli

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/luagen/luagen/internal/disk"
)

type fullDisk struct{}

var errFull = errors.New("no space left on device")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

// TestNobodyReads runs commands whose output cannot be written: none may end as if it
// had been.
func TestNobodyReads(t *testing.T) {
	t.Chdir(t.TempDir())
	save(t, "ping.lua", "return 'PONG'\n")
	for _, command := range []string{
		"--help", "version", "explain", "explain syntax", "completion bash", "expand ping.lua", "run ping.lua",
		"infer ping.lua", "lint --format json ping.lua", "init new",
	} {
		var stderr strings.Builder
		code := Run(strings.Fields(command), strings.NewReader(""), fullDisk{}, &stderr)
		said := strings.Split(strings.TrimSpace(stderr.String()), "\n")
		if want := "luagen: " + errFull.Error(); code != exitFindings || said[len(said)-1] != want {
			t.Errorf("luagen %s: exit code %d, %q; want %d, %q at last", command, code, said, exitFindings, want)
		}
	}
}

func TestReplaceFile(t *testing.T) {
	t.Chdir(t.TempDir())
	save(t, "ping.lua", "theirs")
	if err := replaceFile("ping.lua", []byte("read"), []byte("mine")); !errors.Is(err, errChanged) {
		t.Errorf("a file that has changed since it was read: error %v", err)
	}
	if err := replaceFile("ping.lua", []byte("theirs"), []byte("mine")); err != nil {
		t.Errorf("a file as it was read: error %v", err)
	}
	got, err := os.ReadFile("ping.lua")
	if err != nil || string(got) != "mine" {
		t.Errorf("the file holds %q, %v", got, err)
	}
}

// TestFixChanged fixes a file that has become shorter since it was linted.
func TestFixChanged(t *testing.T) {
	t.Chdir(t.TempDir())
	f, err := disk.Files()
	if err != nil {
		t.Fatal(err)
	}
	save(t, "limit.lua", "--@keys n\n--@args max:int\nreturn redis.call('INCR', KEYS[1]) > ARGV[1]\n")
	l, err := lintOnce(settings{files: f}, lintOptions{}, []string{"limit.lua"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	save(t, "limit.lua", "return 1\n")
	if made, err := fix(l.findings, l.source); len(made) != 0 || !errors.Is(err, errChanged) {
		t.Errorf("fix = %v, %v", made, err)
	}
}
