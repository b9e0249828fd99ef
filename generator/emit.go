package generator

import (
	"strings"
	"sync"

	"github.com/dave/jennifer/jen"

	"github.com/luagen/luagen/parser"
)

// emitter writes the declarations of one generated file.
type emitter struct {
	code
	imports *imports
	whole   decl // the type whose decoder is that of a function's whole reply; nil without
}

// file is the text of a file: what it says of itself, the frame, the declarations.
func (e *emitter) file(about []string, frame string) []byte {
	header := code{text: make([]byte, 0, len(Marker)+len(frame)+len(e.text)+256)}
	header.line(Marker)
	for _, line := range about {
		header.line(line)
	}
	header.line()
	return append(append(header.text, frame...), e.text...)
}

// frames are what stands around the declarations of the files of one package: the package clause and
// the imports. Most files have the same, which are made once.
type frames struct {
	pkg   string
	mu    sync.Mutex
	made  map[string]string // by what is imported
	rooms sync.Pool         // of *[]byte: where the declarations of one file after the other are written
}

func newFrames(pkg string) *frames {
	return &frames{pkg: pkg, made: map[string]string{}, rooms: sync.Pool{New: func() any { return new([]byte) }}}
}

// of is the frame of a file with some imports.
func (fs *frames) of(im *imports) (string, error) {
	key := im.key()
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if text, ok := fs.made[key]; ok {
		return text, nil
	}
	text, err := frame(fs.pkg, nil, im)
	if err == nil {
		fs.made[key] = text
	}
	return text, err
}

// frame is the package clause below the package's doc comment, and the imports, the standard library's
// apart.
func frame(pkg string, doc []string, im *imports) (string, error) {
	file := jen.NewFile(pkg)
	for _, line := range doc {
		file.PackageComment(commentLine(line))
	}
	std, others := im.paths()
	var specs []jen.Code
	for _, path := range std {
		specs = append(specs, importSpec(im, path))
	}
	specs = append(specs, jen.Line())
	for _, path := range others {
		specs = append(specs, importSpec(im, path))
	}
	file.Id("import").Defs(specs...)
	var text strings.Builder
	err := file.Render(&text)
	return text.String(), err
}

func importSpec(im *imports, path string) jen.Code {
	if im.explicit(path) {
		return jen.Id(im.name(path)).Lit(path)
	}
	return jen.Lit(path)
}

// declare begins a top-level declaration below a doc comment.
func (e *emitter) declare(doc []string) {
	e.line()
	e.comment(doc)
}

// qual is a name of an imported package.
func (e *emitter) qual(path, name string) string { return e.imports.name(path) + "." + name }

// runtime is a name of the runtime.
func (e *emitter) runtime(name string) string { return e.qual(pathRuntime, name) }

// typ is a Go type.
func (e *emitter) typ(t goType) string {
	switch t.form {
	case parser.GoPointer:
		return "*" + e.typ(*t.elem)
	case parser.GoSlice:
		return "[]" + e.typ(*t.elem)
	case parser.GoMap:
		return "map[" + e.typ(*t.key) + "]" + e.typ(*t.elem)
	}
	named := t.name
	if t.path != "" {
		named = e.qual(t.path, t.name)
	}
	if t.elem != nil {
		named += "[" + e.typ(*t.elem) + "]"
	}
	return named
}

// unit is the time.Duration of a unit.
func (e *emitter) unit(u parser.Unit) string {
	switch u {
	case parser.Milliseconds:
		return e.qual(pathTime, "Millisecond")
	case parser.Microseconds:
		return e.qual(pathTime, "Microsecond")
	case parser.Nanoseconds:
		return e.qual(pathTime, "Nanosecond")
	default:
		return e.qual(pathTime, "Second")
	}
}
