package docs

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/luagen/luagen/internal/checkout"
	"github.com/luagen/luagen/internal/redistest"
)

// guides are the pages whose files are written and whose commands are run, in order.
var guides = []string{
	"README.md", "docs/install.md", "docs/guide.md", "docs/migration.md", "docs/testing.md", "docs/clusters.md",
	"docs/production.md", "docs/ci.md", "docs/configuration.md", "docs/gosource.md",
}

// A block of a guide: a file, when the line before it names one, or commands.
var (
	fileLine = regexp.MustCompile("^`([^`]+)`:$")
	fenced   = regexp.MustCompile("^```([a-z.]*)$")
)

// TestRelease serves the modules of this checkout as a release, and uses them as a reader
// of the documents would. It compiles luagen anew, since none of that may be shared.
func TestRelease(t *testing.T) {
	if testing.Short() {
		t.Skip("takes minutes on a busy machine")
	}
	r := newReader(t)
	t.Run("guides", func(t *testing.T) { guidesWork(t, r) })
	t.Run("go.mod", func(t *testing.T) { keepsGoMod(t, r) })
}

// guidesWork follows each page in a folder of its own.
func guidesWork(t *testing.T, r reader) {
	for _, name := range guides {
		t.Run(path.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(root, name))
			if err != nil {
				t.Fatal(err)
			}
			r.follow(t, string(text))
		})
	}
}

// reader follows pages.
type reader struct {
	bin   string   // holds luagen
	env   []string // of the commands, without a PATH
	redis string   // the address of a server for programs
}

func newReader(t *testing.T) reader {
	t.Helper()
	r := reader{bin: t.TempDir(), redis: redistest.Start(t).Addr}
	checkoutDir, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	r.env = append(checkout.Proxy(t, root),
		"GOBIN="+r.bin,
		"PATH="+r.bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		// What a page clones is this checkout.
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=url."+checkoutDir+".insteadOf", "GIT_CONFIG_VALUE_0=https://github.com/luagen/luagen",
	)
	r.shell(t, t.TempDir(), 0, "go install github.com/luagen/luagen/cmd/luagen@"+checkout.Version)
	return r
}

// follow writes a page's files and runs its commands.
func (r reader) follow(t *testing.T, page string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "program")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	page = strings.ReplaceAll(page, "localhost:6379", r.redis)
	lines := strings.Split(page, "\n")
	said := "" // the last line of text
	for i := 0; i < len(lines); i++ {
		block := fenced.FindStringSubmatch(lines[i])
		if block == nil {
			if lines[i] != "" {
				said = lines[i]
			}
			continue
		}
		from := i + 1
		for i++; lines[i] != "```"; i++ {
		}
		text := strings.Join(lines[from:i], "\n") + "\n"
		if file := fileLine.FindStringSubmatch(said); file != nil {
			write(t, filepath.Join(dir, file[1]), []byte(text))
		} else if block[1] == "sh" {
			r.shell(t, dir, from, text)
		}
		said = ""
	}
}

// shell runs commands that begin at a line of a page, and returns what they print.
func (r reader) shell(t *testing.T, dir string, line int, commands string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", commands)
	cmd.Dir = dir
	cmd.Env = r.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("line %d: %v\n%s\n%s", line, err, commands, out)
	}
	return string(out)
}
