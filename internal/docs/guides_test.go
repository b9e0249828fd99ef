package docs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// guides are the pages whose files are written and whose commands are run, in order.
var guides = []string{"guide", "migration", "testing", "clusters", "production", "ci", "configuration"}

// A block of a guide: a file, when the line before it names one, or commands.
var (
	fileLine = regexp.MustCompile("^`([^`]+)`:$")
	fenced   = regexp.MustCompile("^```([a-z.]*)$")
)

// TestGuides follows each page as a reader would, in a folder of its own. The one
// difference is that luagen comes from this checkout.
func TestGuides(t *testing.T) {
	bin := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(bin, "luagen"), "./cmd/luagen")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range guides {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(root, "docs", name+".md"))
			if err != nil {
				t.Fatal(err)
			}
			follow(t, string(text), bin)
		})
	}
}

// follow writes a page's files and runs its commands.
func follow(t *testing.T, page, bin string) {
	t.Helper()
	dir := t.TempDir()
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
			shell(t, dir, bin, from, text)
		}
		said = ""
	}
}

// install is the page's command that adds luagen to a module.
const install = "go get -tool github.com/luagen/luagen/cmd/luagen"

// shell runs commands; install takes luagen from this checkout instead.
func shell(t *testing.T, dir, bin string, line int, commands string) {
	t.Helper()
	checkout, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	here := fmt.Sprintf("go mod edit -require=%[1]s@v0.1.0 -replace=%[1]s=%[2]s -replace=%[1]s/runtime=%[2]s/runtime -tool=%[1]s/cmd/luagen\ncp %[2]s/go.sum go.sum\ngo mod tidy", "github.com/luagen/luagen", checkout)
	cmd := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", strings.ReplaceAll(commands, install, here))
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("line %d: %v\n%s\n%s", line, err, commands, out)
	}
}
