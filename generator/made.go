package generator

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// Made is a generated package. It remembers how it came about, so that a later one takes
// over what has not changed. It is not changed once made.
type Made struct {
	Files    []File            // sorted by name; none when a finding is an error, or when there is nothing to generate
	Findings []diag.Diagnostic // sorted
	// Planned and Rendered count the scripts that were planned anew, and the files that were
	// written anew: what could not be taken over.
	Planned, Rendered int

	options Options
	inputs  []Input
	plans   map[*parser.Script]planned
	pkg     *shared            // nil without scripts
	texts   map[*function]text // of the functions' files, by the function as planned
	shared  text               // of the shared file
}

// planned is what became of one script before others are considered.
type planned struct {
	input    Input
	function *function // not changed any more
	found    []diag.Diagnostic
	met      map[string]bool // the names of Options.Rename that it has
}

// text is a generated file with what it was made from.
type text struct {
	pkg    string
	errors []*errorVar // declared in it
	raw    []byte      // before it was formatted
	file   File
}

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
	next := &Made{options: opts, inputs: inputs}
	if len(inputs) == 0 {
		return next
	}
	next.plan(m)
	next.Findings = checkOptions(opts, inputs[0].Script.File)
	functions := make([]*function, len(inputs))
	for i, in := range inputs {
		p := next.plans[in.Script]
		f := *p.function // sharing declares errors in it
		f.planned = p.function
		functions[i] = &f
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
		next.texts, next.shared, next.pkg = m.texts, m.shared, m.pkg // for when it is mended
		return next
	}
	next.render(m, pkg)
	return next
}

// sameInput reports whether two inputs are one: an unchanged script keeps its identity, and
// a type of a reply that is resolved once.
func sameInput(a, b Input) bool {
	return a.Script == b.Script && reflect.DeepEqual(a.Returns, b.Returns)
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
	m.plans = make(map[*parser.Script]planned, len(m.inputs))
	var fresh []Input
	for _, in := range m.inputs {
		if p, ok := before.plans[in.Script]; ok && same && sameInput(p.input, in) {
			m.plans[in.Script] = p
		} else {
			fresh = append(fresh, in)
		}
	}
	made := make([]planned, len(fresh))
	parallel(len(fresh), func(i int) {
		own := *names
		if len(own.rename) > 0 {
			own.met = make(map[string]bool)
		}
		p := planned{input: fresh[i]}
		p.function, p.found = newFunction(&own, fresh[i])
		p.met = own.met
		made[i] = p
	})
	for _, p := range made {
		m.plans[p.input.Script] = p
	}
	m.Planned = len(fresh)
}

// planning are the options that the plan of a script depends on.
func (o Options) planning() Options {
	o.Package, o.Interface, o.Origin = "", false, ""
	return o
}

// render writes the files, or takes them over.
func (m *Made) render(before *Made, pkg *shared) {
	texts := make([]text, 1+len(pkg.functions))
	var fresh []int
	for i, f := range pkg.functions {
		t, ok := before.texts[f.planned]
		if ok && t.pkg == m.options.Package && slices.EqualFunc(t.errors, f.errors, (*errorVar).equal) {
			texts[1+i] = t
		} else {
			fresh = append(fresh, 1+i)
		}
	}
	errs := make([]error, len(texts))
	parallel(1+len(fresh), func(i int) {
		if i == 0 {
			if texts[0] = before.shared; !before.pkg.same(pkg) || len(before.shared.raw) == 0 {
				texts[0], errs[0] = renderShared(pkg, before.shared)
			}
			return
		}
		f := pkg.functions[fresh[i-1]-1]
		t := text{pkg: m.options.Package, errors: f.errors, file: File{Name: f.file}}
		t.file.Data, errs[fresh[i-1]] = emitFunction(t.pkg, f).render()
		texts[fresh[i-1]] = t
	})
	for i, err := range errs {
		if err != nil {
			m.Findings = append(m.Findings, diag.Diagnostic{
				Span: pkg.functions[max(0, i-1)].at, Severity: diag.Error, Rule: RuleName,
				Message: fmt.Sprintf("%s does not come out as valid Go, which is a mistake in luagen; please report it with the script: %v", texts[i].file.Name, err),
			})
		}
	}
	if diag.HasErrors(m.Findings) {
		m.Findings = diag.Sort(m.Findings)
		return
	}
	m.Rendered = len(fresh)
	if !sameBytes(texts[0].file.Data, before.shared.file.Data) {
		m.Rendered++
	}
	m.shared = texts[0]
	m.texts = make(map[*function]text, len(pkg.functions))
	m.Files = make([]File, len(texts))
	for i, t := range texts {
		m.Files[i] = t.file
		if i > 0 {
			m.texts[pkg.functions[i-1].planned] = t
		}
	}
	slices.SortFunc(m.Files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
}

// renderShared writes the shared file, or takes over the one that came of the same.
func renderShared(pkg *shared, before text) (text, error) {
	t := text{file: File{Name: sharedFile}}
	e := emitShared(pkg)
	var err error
	if t.raw, err = e.raw(); err != nil {
		return t, err
	}
	if bytes.Equal(t.raw, before.raw) {
		return before, nil
	}
	t.file.Data, err = formatted(t.raw)
	return t, err
}

// sameBytes reports whether two texts are one and the same in memory.
func sameBytes(a, b []byte) bool { return len(a) > 0 && len(a) == len(b) && &a[0] == &b[0] }

// equal reports whether two errors are declared alike.
func (e *errorVar) equal(o *errorVar) bool {
	return e.name == o.name && e.text == o.text && slices.Equal(e.doc, o.doc)
}
