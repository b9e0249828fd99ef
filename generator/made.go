package generator

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync/atomic"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/parallel"
)

// Made is a generated package. It remembers how it came about, so that a later one takes
// over what has not changed. It is not changed once made.
type Made struct {
	Files    []File            // sorted by name; none when a finding is an error, or when there is nothing to generate
	Findings []diag.Diagnostic // sorted
	// Planned and Rendered count the scripts that were planned anew, and the files that were
	// written anew: what could not be taken over.
	Planned, Rendered int

	once    bool // no later package takes anything over but all of it
	options Options
	inputs  []Input
	plans   []*planned // of inputs
	pkg     *shared    // nil without scripts
	shared  text       // of the shared file
}

// planned is what became of one script before others are considered, and its file once they were.
type planned struct {
	input   Input
	settled *settled // not changed any more
	found   []diag.Diagnostic
	met     map[string]bool // the names of Options.Rename that it has

	rendered atomic.Pointer[text] // the function's file as it was made last; nil before
}

// text is a generated file with what it was made from.
type text struct {
	pkg    string
	errors []*errorVar // declared in it
	file   File
}

// MakeOnce is Next for the first package that is also the last: what only a different one would take
// over is dropped on the way.
func MakeOnce(opts Options, inputs []Input) *Made { return (&Made{once: true}).Next(opts, inputs) }

// Next makes all files of one package. The order of the inputs does not matter; scripts
// without annotations are passed over. What an earlier package, nil for none, has in common
// with it is taken over: a script counts as unchanged while its *parser.Script is the same.
func (m *Made) Next(opts Options, inputs []Input) *Made {
	inputs = slices.DeleteFunc(slices.Clone(inputs), func(in Input) bool { return !in.Script.Annotated })
	slices.SortStableFunc(inputs, func(a, b Input) int { return cmp.Compare(a.Script.Name, b.Script.Name) })
	if m == nil {
		m = &Made{}
	} else if reflect.DeepEqual(m.options, opts) && slices.EqualFunc(m.inputs, inputs, sameInput) {
		same := *m
		same.Planned, same.Rendered = 0, 0
		return &same
	}
	next := &Made{once: m.once, options: opts, inputs: inputs}
	if len(inputs) == 0 {
		return next
	}
	next.plan(m)
	next.Findings = checkOptions(opts, inputs[0].Script.File)
	functions := make([]*function, len(inputs))
	own := make([]function, len(inputs))
	for i := range inputs {
		p := next.plans[i]
		own[i] = function{settled: p.settled, planned: p, imports: p.settled.imports}
		functions[i] = &own[i]
		next.Findings = append(next.Findings, p.found...)
	}
	pkg := newShared(opts, functions)
	next.Findings = append(next.Findings, pkg.found...)
	next.pkg = pkg
	if !m.apart(pkg) {
		next.Findings = append(next.Findings, checkScope(pkg, functions)...)
	}
	next.Findings = diag.Sort(next.Findings)
	if diag.HasErrors(next.Findings) {
		next.shared, next.pkg = m.shared, m.pkg // for when it is mended
		return next
	}
	next.render(m, pkg)
	return next
}

// sameInput reports whether two inputs are one: an unchanged script keeps its identity, and
// a type of a reply that is resolved once.
func sameInput(a, b Input) bool {
	return a.Script == b.Script && (a.Returns == b.Returns || reflect.DeepEqual(a.Returns, b.Returns))
}

// UnusedRenames returns the names that Options.Rename renames and no script has, sorted.
func (m *Made) UnusedRenames() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(m.options.Rename)), func(name string) bool {
		for _, p := range m.plans {
			if p.met[name] {
				return true
			}
		}
		return false
	})
}

// plan plans every script, or takes its plan over.
func (m *Made) plan(before *Made) {
	same := reflect.DeepEqual(before.options.planning(), m.options.planning())
	names := newNamer(m.options)
	names.neighbours = m.options.Neighbours
	m.plans = make([]*planned, len(m.inputs))
	var fresh []int
	var earlier []*planned // in the same order
	if !before.once {
		earlier = before.plans
	}
	for i, in := range m.inputs {
		for len(earlier) > 0 && earlier[0].input.Script.Name < in.Script.Name {
			earlier = earlier[1:]
		}
		if same && len(earlier) > 0 && sameInput(earlier[0].input, in) {
			m.plans[i] = earlier[0]
		} else {
			fresh = append(fresh, i)
		}
	}
	parallel.Do(len(fresh), func(i int) {
		own := *names
		if len(own.rename) > 0 {
			own.met = make(map[string]bool)
		}
		p := &planned{input: m.inputs[fresh[i]]}
		p.settled, p.found = newFunction(&own, p.input)
		p.met = own.met
		m.plans[fresh[i]] = p
	})
	m.Planned = len(fresh)
}

// planning are the options that the plan of a script depends on.
func (o Options) planning() Options {
	o.Package, o.Interface, o.Origin = "", false, ""
	return o
}

// render writes the files, or takes them over.
func (m *Made) render(before *Made, pkg *shared) {
	m.Files = make([]File, 1+len(pkg.functions))
	fresh := []int{0}
	for i, f := range pkg.functions {
		t := f.planned.rendered.Load()
		if t != nil && t.pkg == m.options.Package && slices.EqualFunc(t.errors, f.errors, (*errorVar).equal) {
			m.Files[1+i] = t.file
		} else {
			fresh = append(fresh, 1+i)
		}
	}
	errs := make([]error, len(fresh))
	first := pkg.functions[0].at
	if m.shared = before.shared; !before.pkg.same(pkg) || len(before.shared.file.Data) == 0 {
		m.shared, errs[0] = renderShared(pkg, before.shared)
	}
	m.Files[0] = m.shared.file
	around := newFrames(m.options.Package)
	parallel.Do(len(fresh)-1, func(i int) {
		i++
		f := pkg.functions[fresh[i]-1]
		t := &text{pkg: m.options.Package, errors: f.errors, file: File{Name: f.file}}
		if t.file.Data, errs[i] = f.text(around); errs[i] == nil {
			f.planned.rendered.Store(t)
		}
		m.Files[fresh[i]] = t.file
		if m.once && errs[i] == nil {
			f.settled, f.planned.settled = nil, nil
		}
	})
	if m.once {
		m.pkg = nil
	}
	for i, err := range errs {
		if err != nil {
			at := first
			if i > 0 {
				at = pkg.functions[fresh[i]-1].at
			}
			m.Findings = append(m.Findings, diag.Diagnostic{
				Span: at, Severity: diag.Error, Rule: RuleName,
				Message: fmt.Sprintf("%s does not come out as valid Go, which is a mistake in luagen; please report it with the script: %v", m.Files[fresh[i]].Name, err),
			})
		}
	}
	if diag.HasErrors(m.Findings) {
		m.Findings, m.Files, m.shared = diag.Sort(m.Findings), nil, before.shared
		return
	}
	m.Rendered = len(fresh)
	if sameBytes(m.shared.file.Data, before.shared.file.Data) {
		m.Rendered--
	}
	slices.SortFunc(m.Files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
}

// renderShared writes the shared file, or takes over the one that holds the same.
func renderShared(pkg *shared, before text) (text, error) {
	t := text{file: File{Name: sharedFile}}
	var err error
	if t.file.Data, err = pkg.text(); err != nil {
		return t, err
	}
	if bytes.Equal(t.file.Data, before.file.Data) {
		return before, nil
	}
	return t, nil
}

// sameBytes reports whether two texts are one and the same in memory.
func sameBytes(a, b []byte) bool { return len(a) > 0 && len(a) == len(b) && &a[0] == &b[0] }

// equal reports whether two errors are declared alike.
func (e *errorVar) equal(o *errorVar) bool {
	return e.name == o.name && e.text == o.text && slices.Equal(e.doc, o.doc)
}
