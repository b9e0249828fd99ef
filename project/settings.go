package project

import (
	"bytes"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/suggest"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/project/config"
)

// Settings are what luagen.yaml says; the zero Settings are those of a project without one.
type Settings struct {
	Config *config.Config // nil without a file
	Above  bool           // the file was found above the working directory
	Lint   lint.Config
	Text   []byte // of the file
}

// Paths are the paths given. Without any, beside luagen.yaml what it lists is meant,
// which Open knows, and below it the working directory.
func (s Settings) Paths(given []string) []string {
	if len(given) == 0 && s.Above {
		return []string{"."}
	}
	return given
}

// ReadSettings reads luagen.yaml, or the file that given names, which may set the severities of
// the linter's rules and of further ones. With findings, which are
// all errors, the settings are not to be used. A file that is missing or cannot be read
// is a *PathError.
func ReadSettings(f Files, given string, further ...diag.Rule) (Settings, []diag.Diagnostic, error) {
	file := f.ConfigPath(given)
	text, err := f.readStart(file, config.MaxSize+1)
	if errors.Is(err, fs.ErrNotExist) {
		if given != "" {
			return Settings{}, nil, pathErrorf("--config %s: no such file; name an existing one, or leave the flag out for luagen.yaml", file)
		}
		return Settings{}, nil, f.checkOtherName()
	}
	if err != nil {
		return Settings{}, nil, pathErrorf("cannot read the configuration %s: %s", shown(file), reason(err))
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) // some editors' mark of UTF-8
	cfg, findings := config.Parse(shown(file), text)
	s := Settings{Config: cfg, Text: text, Above: file != given && file != config.FileName}
	lintConfig, wrong := lintConfig(cfg, further)
	s.Lint = lintConfig
	return s, diag.Sort(append(findings, wrong...)), nil
}

// ConfigPath is where the configuration is read from: the file given, or luagen.yaml in
// the working directory or the nearest folder above it that is still in the same Go
// module. So the line for go generate in a folder of scripts means what it means at the
// top.
func (f Files) ConfigPath(given string) string {
	if given != "" {
		return given
	}
	for _, dir := range f.ModuleFolders(".") {
		if file := filepath.Join(dir, config.FileName); f.Exists(file) {
			return file
		}
	}
	return config.FileName
}

// ModuleFolders are a folder and those above it up to the root of its Go module;
// outside of modules the folder alone.
func (f Files) ModuleFolders(dir string) []string {
	abs := f.Abs(dir)
	var dirs []string
	for ; ; dir = filepath.Join(dir, "..") {
		dirs = append(dirs, dir)
		switch {
		case f.Exists(filepath.Join(dir, "go.mod")):
			return dirs
		case abs == filepath.Dir(abs):
			return dirs[:1]
		}
		abs = filepath.Dir(abs)
	}
}

// checkOtherName refuses a configuration that would be passed over for its name.
func (f Files) checkOtherName() error {
	const other = "luagen.yml"
	if f.Exists(other) {
		return pathErrorf("%s is not read; rename it to %s, or name it with --config", other, config.FileName)
	}
	return nil
}

// lintConfig gives the linter its part of the configuration.
func lintConfig(cfg *config.Config, further []diag.Rule) (lint.Config, []diag.Diagnostic) {
	var c lint.Config
	var findings []diag.Diagnostic
	wrong := func(t config.Text, message string) {
		findings = append(findings, diag.Diagnostic{Span: t.Span, Severity: diag.Error, Rule: config.Rule, Message: message})
	}
	rules := slices.Clone(further)
	for _, r := range lint.Rules() {
		rules = append(rules, r.Rule)
	}
	known := make([]string, len(rules))
	for i, r := range rules {
		known[i] = r.Name
	}
	c.Severities = make(map[string]diag.Severity, len(cfg.Lint))
	for _, s := range cfg.Lint {
		i := slices.Index(known, s.Rule.Value)
		if i < 0 {
			wrong(s.Rule, UnknownRule(s.Rule.Value, known))
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

// UnknownRule says that there is no rule of a name, and which was probably meant.
func UnknownRule(name string, known []string) string {
	if s := suggest.Closest(name, known); s != "" {
		return "unknown rule " + name + "; did you mean " + s + "?"
	}
	return "unknown rule " + name + "; \"luagen explain\" lists the rules"
}
