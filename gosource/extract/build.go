package extract

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/project/config"
)

// Make plans the move. An error is one of reading; what cannot be moved is in the plan.
func Make(req Request) (Plan, error) {
	p, err := readProgram(req.Loaded.Packages)
	if err != nil {
		return Plan{}, err
	}
	scripts := find(req, p)
	if req.Embed {
		return embed(req, p, scripts)
	}
	collect(req, p, scripts)
	left := map[*script]string{}
	const rounds = 8 // each leaves something, or is the last
	for range rounds {
		m := &move{Request: req, program: p, texts: map[string][]byte{}, files: map[*goFile]*fileEdits{}}
		again, err := m.run(scripts, left)
		if err != nil {
			return Plan{}, err
		}
		if again {
			continue
		}
		again, err = m.verify(scripts, left)
		if err != nil {
			return Plan{}, err
		}
		if !again {
			return m.plan(scripts), nil
		}
	}
	for _, s := range scripts {
		if s.left == "" {
			s.left = "the packages do not come out right with it"
		}
	}
	m := &move{Request: req, program: p}
	return m.plan(scripts), nil
}

// move is one attempt at a plan.
type move struct {
	Request
	*program
	targets []*target
	texts   map[string][]byte // new files that are not Go: .lua, luagen.yaml
	files   map[*goFile]*fileEdits
	edited  map[string][]byte // Go files, changed and new
	names   map[string]bool   // those of new variables
	broken  []string          // what no longer compiles elsewhere
}

func (m *move) editsOf(f *goFile) *fileEdits {
	if m.files[f] == nil {
		m.files[f] = &fileEdits{in: f}
	}
	return m.files[f]
}

// run makes an attempt. It reports whether something was left meanwhile, so that another is
// needed.
func (m *move) run(scripts []*script, left map[*script]string) (again bool, err error) {
	var moving []*script
	for _, s := range scripts {
		if s.left == "" {
			s.left = left[s]
		}
		if s.left != "" {
			continue
		}
		s.file, s.function = fileName(stem(s.base)), goName(stem(s.base), false)
		if s.left = s.settle(); s.left != "" {
			continue
		}
		m.decide(s, s.header.null)
		s.exported = m.Output != "" || m.isExported(s)
		moving = append(moving, s)
	}
	settings, err := m.place(moving)
	if err != nil {
		return false, err
	}
	for _, t := range m.targets {
		nameScripts(t.scripts, m.taken(t), m.goneNames(moving))
		for _, s := range t.scripts {
			if s.left = s.settle(); s.left != "" {
				return true, nil
			}
			m.texts[filepath.Join(t.dir, s.file+".lua")] = s.header.text
		}
	}
	// What goes must be known before the package is made beside it.
	m.sketch(moving, m.editsOf)
	m.drop(moving, m.editsOf)
	edited, err := m.goTexts()
	if err != nil {
		return false, err
	}
	for _, t := range m.targets {
		wrong, err := t.generate(m.Request, settings, m.texts, edited)
		if err != nil {
			return false, err
		}
		for _, s := range t.scripts {
			d, is := wrong[s.file]
			if !is {
				continue
			}
			again = true
			if !canStand(d.Rule) || slices.Contains(s.ignored, d.Rule) {
				left[s] = fmt.Sprintf("%s (%s)", d.Message, d.Rule)
				continue
			}
			s.ignored = append(s.ignored, d.Rule)
			s.notes = append(s.notes, fmt.Sprintf("it has an error, which its header suppresses so that it can move: %s (%s)", d.Message, d.Rule))
		}
		if len(wrong) > 0 && !again {
			first := wrong[slices.Sorted(maps.Keys(wrong))[0]]
			for _, s := range t.scripts {
				left[s], again = "the package cannot be generated: "+first.Message, true
			}
		}
		if again {
			continue
		}
		for _, s := range t.scripts {
			if s.made, err = t.signatureOf(s); err != nil {
				left[s], again = err.Error(), true
			}
		}
	}
	if again {
		return true, nil
	}
	m.files = map[*goFile]*fileEdits{}
	for _, s := range moving {
		for _, t := range s.rewritable() {
			if t.left = s.rewriteCall(t, m.editsOf(t.in)); t.left != "" {
				again = true
			}
		}
		s.rewriteUses(m.program, m.editsOf)
	}
	if again {
		return true, nil
	}
	m.drop(moving, m.editsOf)
	m.generateLines()
	m.edited, err = m.goTexts()
	return false, err
}

// canStand reports whether the findings of a rule are about what a script does when it runs, so
// that one which works today goes on to.
func canStand(rule string) bool {
	return slices.ContainsFunc(lint.Rules(), func(r *lint.Rule) bool { return r.Name == rule && !r.Fixed })
}

// goTexts are the new texts of the Go files.
func (m *move) goTexts() (map[string][]byte, error) {
	texts := map[string][]byte{}
	for f, e := range m.files {
		if len(e.edits) == 0 && len(e.lines) == 0 {
			continue
		}
		text, err := e.apply()
		if err != nil {
			return nil, err
		}
		texts[f.path] = text
	}
	return texts, nil
}

// place decides where the scripts go, and what luagen.yaml says of it.
func (m *move) place(scripts []*script) (project.Settings, error) {
	var settings project.Settings
	text, err := m.Files.ReadFile(m.Config)
	if err != nil {
		text = nil
	}
	parse := func() { settings.Config, _ = config.Parse(m.Config, text) }
	parse()
	byDir := map[string]*target{}
	// Where a package embeds its files, the others join them.
	scripts = slices.Clone(scripts)
	slices.SortStableFunc(scripts, func(a, b *script) int { return cmp.Compare(b.there, a.there) })
	for _, s := range scripts {
		home := filepath.Dir(m.fileOf(s.Uses[0].Expr).path)
		if s.text != nil && s.text.in.pkg.Types == s.home.Types {
			home = filepath.Dir(s.text.in.path)
		}
		if m.Output != "" {
			home = m.Output
		}
		t := byDir[home]
		if t == nil {
			t = &target{output: home, pkg: s.home.Types.Name(), path: s.home.Types.Path()}
			if s.there != "" {
				t.dir = filepath.Dir(s.there)
				if entryFor(settings.Config, home) != t.dir {
					if text, err = withEntry(text, m.belowConfig(t.dir), m.belowConfig(home)); err != nil {
						return settings, err
					}
					m.texts[m.Config] = text
					parse()
				}
			} else if m.Output != "" {
				t.dir, t.pkg, t.path = home, packageNameOf(home), m.importPath(home)
			} else if t.dir = entryFor(settings.Config, home); t.dir == "" {
				if t.dir, err = m.freeFolder(home); err != nil {
					return settings, err
				}
				if text, err = withEntry(text, m.belowConfig(t.dir), m.belowConfig(home)); err != nil {
					return settings, err
				}
				m.texts[m.Config] = text
				parse()
			}
			byDir[home] = t
			m.targets = append(m.targets, t)
		}
		t.scripts = append(t.scripts, s)
	}
	return settings, nil
}

func (m *move) belowConfig(dir string) string {
	below, err := filepath.Rel(filepath.Dir(m.Config), dir)
	if err != nil {
		return filepath.ToSlash(dir)
	}
	return filepath.ToSlash(below)
}

// freeFolder is a folder below a package's for its .lua files, which is not there or has none.
func (m *move) freeFolder(home string) (string, error) {
	for _, name := range []string{"scripts", "lua", "luascripts"} {
		dir := filepath.Join(home, name)
		entries, err := m.Files.ReadDir(dir)
		if err != nil || !slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
			ext := filepath.Ext(e.Name())
			return ext == ".lua" || ext == ".go"
		}) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("%s has folders scripts, lua and luascripts, all with files of their own; name one with -o", home)
}

// taken are the .lua files that a target's folder has, without their endings.
func (m *move) taken(t *target) map[string]bool {
	taken := map[string]bool{}
	entries, _ := m.Files.ReadDir(t.dir) // a folder that is not there has none
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".lua"); ok {
			taken[name] = true
		}
	}
	return taken
}

// importPath is the path by which the package of a folder is imported.
func (m *move) importPath(dir string) string {
	for _, p := range m.Loaded.Packages {
		for _, f := range p.Files {
			path := m.program.fileAt(f.Package)
			if path == nil {
				continue
			}
			below, err := filepath.Rel(m.Root, filepath.Dir(path.path))
			if err != nil {
				continue
			}
			root := strings.TrimSuffix(p.Types.Path(), "_test")
			if below != "." {
				root = strings.TrimSuffix(root, "/"+filepath.ToSlash(below))
			}
			rel, err := filepath.Rel(m.Root, dir)
			if err != nil {
				continue
			}
			return root + "/" + filepath.ToSlash(rel)
		}
	}
	return ""
}

func packageNameOf(dir string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("-. ", r) {
			return -1
		}
		return r
	}, strings.ToLower(filepath.Base(dir)))
}

// generateLines adds the lines for go generate that are not there.
func (m *move) generateLines() {
	for _, t := range m.targets {
		if t.output == t.dir {
			name := filepath.Join(t.dir, "generate.go")
			if !m.Files.Exists(name) && !m.hasLine(t.dir, ".") {
				m.texts[name] = []byte(fmt.Sprintf("// Package %s holds Lua scripts and the functions made of them.\npackage %s\n\n//go:generate %s .\n", t.pkg, t.pkg, m.Generate))
			}
			continue
		}
		below, err := filepath.Rel(t.output, t.dir)
		if err != nil || m.hasLine(t.output, below) {
			continue
		}
		first := t.scripts[0]
		f := m.fileOf(first.Uses[0].Expr)
		if first.text != nil && filepath.Dir(first.text.in.path) == t.output {
			f = first.text.in
		}
		e := m.editsOf(f)
		e.lines = append(e.lines, fmt.Sprintf("//go:generate %s ./%s", m.Generate, filepath.ToSlash(below)))
	}
}

// hasLine reports whether a Go file of a folder has luagen generate a folder below it.
func (m *move) hasLine(dir, below string) bool {
	entries, err := m.Files.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".go" {
			continue
		}
		text, err := m.Files.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			continue
		}
		for line := range bytes.Lines(text) {
			words := strings.Fields(string(line))
			if len(words) > 1 && words[0] == "//go:generate" && strings.Contains(string(line), "luagen") && filepath.Clean(words[len(words)-1]) == filepath.Clean(below) {
				return true
			}
		}
	}
	return false
}

// plan is the attempt as a plan.
func (m *move) plan(scripts []*script) Plan {
	plan := Plan{Broken: m.broken}
	for _, s := range scripts {
		o := Outcome{At: s.at(), Name: s.base, Left: s.left}
		if s.left == "" {
			o.Kept, o.Notes, o.Func = s.kept, s.notes, s.function
			if s.doubled != "" {
				o.Notes = append(slices.Clip(o.Notes), fmt.Sprintf("its text stays in %s too, which is used at %s", s.text.name.Name, s.doubled))
			}
		}
		for _, t := range s.sites {
			c := Call{At: t.Span(t.Call), Left: t.left}
			if s.left != "" {
				c.Left = s.left
			}
			o.Calls = append(o.Calls, c)
		}
		if s.left == "" {
			o.File = s.embedded
		}
		for _, t := range m.targets {
			if s.left == "" && slices.Contains(t.scripts, s) {
				o.File = filepath.Join(t.dir, s.file+".lua")
			}
		}
		plan.Scripts = append(plan.Scripts, o)
	}
	all := maps.Clone(m.texts)
	if all == nil {
		all = map[string][]byte{}
	}
	maps.Copy(all, m.edited)
	for _, t := range m.targets {
		for _, f := range t.files {
			all[filepath.Join(t.output, f.Name)] = f.Data
		}
	}
	for _, path := range slices.Sorted(maps.Keys(all)) {
		old, err := m.Files.ReadFile(path)
		if err != nil {
			old = nil
		}
		if !bytes.Equal(old, all[path]) || old == nil {
			plan.Files = append(plan.Files, File{Path: path, Old: old, New: all[path]})
		}
	}
	return plan
}
