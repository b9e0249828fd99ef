package extract_test

import (
	"bufio"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/internal/redistest"
)

// The tests of a module pass on a real server before and after the move, and what they send is the
// same but for the text of the scripts.
func TestSendsTheSame(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "forms.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	dir := writeModule(t, archive)
	before := sent(t, dir)
	apply(t, planOf(t, dir, archive))
	after := sent(t, dir)
	if len(before) < 12 {
		t.Errorf("only %d commands of scripts were sent", len(before))
	}
	if !slices.Equal(before, after) {
		t.Errorf("before the move\n%s\nwere sent, and after it\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
}

var (
	scriptCommand = regexp.MustCompile(`"(evalsha|eval|evalsha_ro|eval_ro)" "(?:[^"\\]|\\.)*" (.*)$`)
	instant       = regexp.MustCompile(`"17\d{11}"`)
)

// sent runs the tests of a module on a server of its own, and returns the commands of scripts
// that reach it, without the scripts. How a call goes on after NOSCRIPT is the runtime's and the client's
// affair, and left out.
func sent(t *testing.T, dir string) []string {
	t.Helper()
	server := redistest.Start(t)
	c := redis.NewClient(&redis.Options{Addr: server.Addr, DisableIdentity: true})
	defer c.Close()
	watch, err := net.Dial("tcp", server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Close()
	if _, err := watch.Write([]byte("MONITOR\r\n")); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(watch)
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() || lines.Text() != "+OK" {
		t.Fatalf("MONITOR: %q, %v", lines.Text(), lines.Err())
	}
	cmd := exec.Command("go", "test", "-count=1", "-p=1", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "SHOP_REDIS="+server.Addr)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go test: %v\n%s", err, out)
	}
	const last = "that is all"
	if err := c.Echo(context.Background(), last).Err(); err != nil {
		t.Fatal(err)
	}
	var all []string
	for lines.Scan() && !strings.Contains(lines.Text(), last) {
		if strings.Contains(lines.Text(), " lua]") {
			continue // a script's own
		}
		if m := scriptCommand.FindStringSubmatch(lines.Text()); m != nil {
			words := instant.ReplaceAllString(m[2], "now")
			if again := len(all) > 0 && strings.HasPrefix(all[len(all)-1], "evalsha") && strings.HasSuffix(all[len(all)-1], " "+words); !again {
				all = append(all, m[1]+" "+words)
			}
		}
	}
	return all
}
