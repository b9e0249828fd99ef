package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/cli/config"
	"github.com/luagen/luagen/internal/cli/workspace"
	"github.com/luagen/luagen/internal/suggest"
	"github.com/luagen/luagen/lint"
)

// settings is what luagen.yaml says; nothing without one.
type settings struct {
	config *config.Config // nil without a file
	above  bool           // the file was found above the working directory
	lint   lint.Config
}

// paths are the paths given. Without any, beside luagen.yaml what it lists is meant,
// which workspace knows, and below it the working directory.
func (s settings) paths(given []string) []string {
	if len(given) == 0 && s.above {
		return []string{"."}
	}
	return given
}

// readSettings reads luagen.yaml. Mistakes in it are reported here.
func (a *app) readSettings() (settings, error) {
	file := a.configPath()
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if a.configFile != "" {
			return settings{}, usagef("--config %s: no such file; name an existing one, or leave the flag out for luagen.yaml", file)
		}
		return settings{}, checkOtherName()
	}
	if err != nil {
		return settings{}, usagef("cannot read the configuration: %v", err)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // some editors' mark of UTF-8
	cfg, findings := config.Parse(filepath.ToSlash(filepath.Clean(file)), data)
	s := settings{config: cfg, above: file != a.configFile && file != config.FileName}
	lintConfig, wrong := lintConfig(cfg)
	s.lint = lintConfig
	findings = diag.Sort(append(findings, wrong...))
	if len(findings) > 0 {
		source := func(string) []byte { return data }
		if err := a.textPrinter(a.stderr, source).Print(a.stderr, findings); err != nil {
			return s, err
		}
		return s, usagef("%s has %s", cfg.File, tally(findings))
	}
	return s, nil
}

// configPath is where the configuration is read from: --config, the working directory,
// or the nearest folder above it that is still in the same Go module. So the line for
// go generate in a folder of scripts means what it means at the top.
func (a *app) configPath() string {
	if a.configFile != "" {
		return a.configFile
	}
	for _, dir := range moduleFolders(".") {
		if file := filepath.Join(dir, config.FileName); exists(file) {
			return file
		}
	}
	return config.FileName
}

// moduleFolders are a folder and those above it up to the root of its Go module;
// outside of modules the folder alone.
func moduleFolders(dir string) []string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil
	}
	var dirs []string
	for ; ; dir = filepath.Join(dir, "..") {
		dirs = append(dirs, dir)
		switch {
		case exists(filepath.Join(dir, "go.mod")):
			return dirs
		case abs == filepath.Dir(abs):
			return dirs[:1]
		}
		abs = filepath.Dir(abs)
	}
}

// inModule reports whether a folder is in a Go module.
func inModule(dir string) bool {
	return slices.ContainsFunc(moduleFolders(dir), func(d string) bool { return exists(filepath.Join(d, "go.mod")) })
}

// moduleRoot is the root of the Go module that a folder, there or not, is in, links
// resolved; empty outside of modules.
func moduleRoot(dir string) string {
	for dir = workspace.RealPath(dir); ; dir = filepath.Dir(dir) {
		switch {
		case exists(filepath.Join(dir, "go.mod")):
			return dir
		case dir == filepath.Dir(dir):
			return ""
		}
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// checkOtherName refuses a configuration that would be passed over for its name.
func checkOtherName() error {
	const other = "luagen.yml"
	if exists(other) {
		return usagef("%s is not read; rename it to %s, or name it with --config", other, config.FileName)
	}
	return nil
}

// lintConfig gives the linter its part of the configuration.
func lintConfig(cfg *config.Config) (lint.Config, []diag.Diagnostic) {
	var c lint.Config
	var findings []diag.Diagnostic
	wrong := func(t config.Text, message string) {
		findings = append(findings, diag.Diagnostic{Span: t.Span, Severity: diag.Error, Rule: config.Rule, Message: message})
	}
	rules := lintRules()
	known := ruleNames(rules)
	c.Severities = make(map[string]diag.Severity, len(cfg.Lint))
	for _, s := range cfg.Lint {
		i := slices.Index(known, s.Rule.Value)
		if i < 0 {
			wrong(s.Rule, unknownRule(s.Rule.Value, known))
			continue
		}
		if r := rules[i]; r.Fixed && s.Level.Value != r.Severity.String() {
			wrong(s.Rule, "the severity of "+r.Name+" cannot be changed: its errors leave no script to generate from; remove the line")
			continue
		}
		if s.Level.Value == "" {
			continue // reported where it was read
		}
		severity, err := lint.ParseSeverity(s.Level.Value)
		if err != nil {
			wrong(s.Level, err.Error())
			continue
		}
		c.Severities[s.Rule.Value] = severity
	}
	for _, t := range cfg.Targets {
		target, err := lint.ParseTarget(t.Value)
		if err != nil {
			wrong(t, err.Error())
			continue
		}
		c.Targets = append(c.Targets, target)
	}
	return c, findings
}

func unknownRule(name string, known []string) string {
	if s := suggest.Closest(name, known); s != "" {
		return "unknown rule " + name + "; did you mean " + s + "?"
	}
	return "unknown rule " + name + "; \"luagen explain\" lists the rules"
}
