package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/mod/modfile"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/project"
)

func (a *app) infoCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "info",
		Short: "Print what a bug report needs",
		Long: prose("Info prints luagen's version, the settings, the project as luagen sees it from the working directory, and " +
			"the servers on PATH. It says what is wrong with any of these, and goes on."),
		Example: "  luagen info\n  luagen info --json",
		Args:    noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.info(cmd.Context(), asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// information is what info prints.
type information struct {
	Version   string            `json:"version"`
	Go        string            `json:"go"`       // the release of Go that built luagen
	Platform  string            `json:"platform"` // operating system and architecture
	Directory string            `json:"directory"`
	Module    string            `json:"module,omitempty"` // its import path
	Config    string            `json:"config,omitempty"` // the path of luagen.yaml
	Targets   []string          `json:"targets,omitempty"`
	Rules     map[string]string `json:"rules,omitempty"` // the severities that luagen.yaml sets
	Folders   []folderInfo      `json:"folders"`
	Servers   []serverInfo      `json:"servers"`
	Problems  []string          `json:"problems"` // what is wrong
}

// folderInfo is a folder of scripts.
type folderInfo struct {
	Path      string `json:"path"`
	Scripts   int    `json:"scripts"`   // annotated ones
	Libraries int    `json:"libraries"` // included by others
	Others    int    `json:"others"`    // .lua files without annotations
	Output    string `json:"output,omitempty"`
}

// serverInfo is a server on PATH.
type serverInfo struct {
	Path    string `json:"path"`
	Version string `json:"version"` // as it says itself
}

func (a *app) info(ctx context.Context, asJSON bool) error {
	f, err := a.files()
	if err != nil {
		return err
	}
	i := information{
		Version: version(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
		Directory: f.Abs("."), Folders: []folderInfo{}, Servers: servers(ctx), Problems: []string{},
	}
	if root := f.ModuleRoot("."); root != "" {
		if text, err := f.ReadFile(filepath.Join(root, "go.mod")); err == nil {
			i.Module = modfile.ModulePath(text)
		}
	}
	s, findings, err := project.ReadSettings(f, a.configFile, golint.CallRules()...)
	if err != nil {
		i.Problems = append(i.Problems, err.Error())
	}
	for _, d := range findings {
		i.Problems = append(i.Problems, d.Span.String()+": "+d.Message)
	}
	if s.Config != nil {
		i.Config = shown(s.Config.File)
	}
	for _, t := range s.Lint.Targets {
		i.Targets = append(i.Targets, t.String())
	}
	for rule, severity := range s.Lint.Severities {
		if i.Rules == nil {
			i.Rules = map[string]string{}
		}
		i.Rules[rule] = severityName(severity)
	}
	if err == nil && len(findings) == 0 {
		i.look(f, s)
	}
	if asJSON {
		out := json.NewEncoder(a.stdout)
		out.SetIndent("", "  ")
		return out.Encode(i)
	}
	return i.print(a.stdout)
}

func severityName(s diag.Severity) string {
	if s == lint.Off {
		return "off"
	}
	return s.String()
}

// look finds the folders of scripts.
func (i *information) look(f project.Files, s project.Settings) {
	paths := s.Paths(nil)
	if s.Config == nil || len(s.Config.Scripts) == 0 {
		paths = []string{"./..."}
	}
	ws, err := project.Open(project.Request{Files: f, Paths: paths, Config: s.Config})
	if err == nil {
		err = ws.Load()
	}
	if err != nil {
		i.Problems = append(i.Problems, err.Error())
		return
	}
	for _, d := range ws.Findings {
		i.Problems = append(i.Problems, d.Span.String()+": "+d.Message)
	}
	for _, u := range ws.Units {
		folder := folderInfo{Path: u.Path}
		broken := 0
		for _, script := range u.Scripts {
			switch {
			case script.Library:
				folder.Libraries++
			case script.Annotated:
				folder.Scripts++
			default:
				folder.Others++
			}
			if diag.HasErrors(script.Findings) {
				broken++
			}
		}
		if folder.Scripts > 0 {
			folder.Output = shown(outputFolder(u, s.Config, ""))
		}
		if broken > 0 {
			i.Problems = append(i.Problems, fmt.Sprintf("%s: %s cannot be read without errors; \"luagen lint\" shows them", u.Path, plural(broken, "script")))
		}
		i.Folders = append(i.Folders, folder)
	}
}

// servers are those on PATH that luagen can start.
func servers(ctx context.Context) []serverInfo {
	found := []serverInfo{}
	if ctx == nil {
		ctx = context.Background()
	}
	for _, name := range []string{"redis-server", "valkey-server"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		const patience = 5 * time.Second // for what only prints a line
		ctx, cancel := context.WithTimeout(ctx, patience)
		out, err := exec.CommandContext(ctx, path, "--version").Output()
		cancel()
		s := serverInfo{Path: path, Version: strings.TrimSpace(string(out))}
		if err != nil {
			s.Version = "does not say: " + err.Error()
		}
		found = append(found, s)
	}
	return found
}

// print writes the information for people.
func (i information) print(w io.Writer) error {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-10s %s\n", name, value)
		}
	}
	line("luagen", i.Version)
	line("go", i.Go)
	line("platform", i.Platform)
	line("directory", i.Directory)
	line("module", i.Module)
	if i.Config == "" {
		line("config", "none")
	}
	line("config", i.Config)
	line("targets", strings.Join(i.Targets, ", "))
	for _, rule := range slices.Sorted(maps.Keys(i.Rules)) {
		line("rule", rule+": "+i.Rules[rule])
	}
	if len(i.Folders) == 0 {
		line("scripts", "none")
	}
	for _, f := range i.Folders {
		text := fmt.Sprintf("%s: %s", f.Path, plural(f.Scripts, "script"))
		if f.Libraries == 1 {
			text += ", 1 library"
		} else if f.Libraries > 1 {
			text += fmt.Sprintf(", %d libraries", f.Libraries)
		}
		if f.Others > 0 {
			text += fmt.Sprintf(", %d without annotations", f.Others)
		}
		if f.Output != "" && f.Output != f.Path {
			text += " → " + f.Output
		}
		line("scripts", text)
	}
	if len(i.Servers) == 0 {
		line("server", "none on PATH")
	}
	for _, s := range i.Servers {
		line("server", s.Path+": "+s.Version)
	}
	for _, p := range i.Problems {
		line("problem", p)
	}
	_, err := io.WriteString(w, diag.Printable(b.String()))
	return err
}
