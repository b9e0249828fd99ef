package cli

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/internal/disk"
	"github.com/luagen/luagen/project"
)

// settings is what luagen.yaml says about the files of this run.
type settings struct {
	project.Settings
	files   project.Files // for scripts
	outputs project.Files // for packages
}

// files are the machine's, seen from the working directory.
func (a *app) files() (project.Files, error) {
	f, err := disk.Files()
	if a.fs != nil {
		f.FS = a.fs
	}
	return f, err
}

// readSettings reads luagen.yaml. Mistakes in it are reported here.
func (a *app) readSettings() (settings, error) {
	f, err := a.files()
	if err != nil {
		return settings{}, err
	}
	return a.readSettingsOf(f)
}

// readSettingsOf is readSettings from some files.
func (a *app) readSettingsOf(f project.Files) (settings, error) {
	s, findings, err := project.ReadSettings(f, a.configFile, golint.CallRules()...)
	if err != nil {
		return settings{}, err
	}
	if len(findings) > 0 {
		source := func(string) []byte { return s.Text }
		if err := a.textPrinter(a.stderr, source).Print(a.stderr, findings); err != nil {
			return settings{}, err
		}
		return settings{}, usagef("%s has %s", s.Config.File, tally(findings))
	}
	return settings{Settings: s, files: f, outputs: f}, nil
}

// configPath is where the configuration is read from.
func (a *app) configPath() string {
	f, err := disk.Files()
	if err != nil {
		return a.configFile
	}
	return f.ConfigPath(a.configFile)
}

// inModule reports whether a folder is in a Go module.
func inModule(dir string) bool {
	f, err := disk.Files()
	return err == nil && slices.ContainsFunc(f.ModuleFolders(dir), func(d string) bool { return exists(filepath.Join(d, "go.mod")) })
}

// moduleRoot is project.Files.ModuleRoot on the disk.
func moduleRoot(dir string) string {
	f, err := disk.Files()
	if err != nil {
		return ""
	}
	return f.ModuleRoot(dir)
}

// realPath is the absolute path of a file or folder with symbolic links resolved, as far
// as it is there.
func realPath(p string) string {
	f, err := disk.Files()
	if err != nil {
		return p
	}
	return f.Real(p)
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
