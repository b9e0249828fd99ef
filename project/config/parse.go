package config

import (
	"errors"
	"fmt"
	gotoken "go/token"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/luagen/luagen/diag"
)

// Parse reads data, the text of the file shown to people as name. The config is
// never nil; it must not be used when there are findings, which are all errors.
func Parse(name string, data []byte) (*Config, []diag.Diagnostic) {
	d := &decoder{file: name, data: data}
	cfg := &Config{File: name}
	if len(data) > MaxSize {
		d.report(diag.Span{File: name}, fmt.Sprintf("luagen.yaml has %d bytes; at most %d are read", len(data), MaxSize))
		return cfg, d.findings
	}
	if t := tooDeep(lexer.Tokenize(string(data))); t != nil {
		d.report(d.tokenSpan(t), fmt.Sprintf("more than %d brackets or dashes inside each other; nothing in luagen.yaml needs so many", maxDepth))
		return cfg, d.findings
	}
	f, err := parser.ParseBytes(data, 0)
	if err != nil {
		d.syntaxError(err)
		return cfg, d.findings
	}
	for i, doc := range f.Docs {
		switch {
		case doc.Body == nil:
		case i > 0:
			d.errorf(doc.Body, "a second document; luagen.yaml holds one: remove the --- line")
		default:
			d.config(cfg, doc.Body)
		}
	}
	return cfg, diag.Sort(d.findings)
}

// MaxSize is the largest luagen.yaml, in bytes, that is read.
const MaxSize = 512 << 10

// maxDepth is how deep lists and mappings may be nested on a line. The YAML parser takes
// quadratic time and memory over the depth.
const maxDepth = 32

// tooDeep returns the first token that is nested too deep; nil without one.
func tooDeep(tokens token.Tokens) *token.Token {
	brackets, dashes, line := 0, 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets--
		case token.SequenceEntryType, token.MappingKeyType:
			if t.Position.Line != line {
				dashes, line = 0, t.Position.Line
			}
			dashes++
		}
		if brackets+dashes > maxDepth {
			return t
		}
	}
	return nil
}

func (d *decoder) syntaxError(err error) {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) && syntax.Token != nil {
		d.report(d.tokenSpan(syntax.Token), "not YAML: "+syntax.Message)
		return
	}
	d.report(diag.Span{File: d.file}, "not YAML: "+err.Error())
}

func (d *decoder) config(cfg *Config, n ast.Node) {
	d.mapping(n, "luagen.yaml", fields{
		"scripts": func(n ast.Node) {
			for _, item := range d.list(n, "scripts") {
				cfg.Scripts = append(cfg.Scripts, d.folder(item))
			}
		},
		"initialisms": func(n ast.Node) { cfg.Initialisms = d.initialisms(n) },
		"lint": func(n ast.Node) {
			for _, e := range d.entries(n, "lint") {
				cfg.Lint = append(cfg.Lint, Severity{Rule: e.key, Level: d.text(e.value, "the severity of "+e.key.Value)})
			}
		},
		"targets": func(n ast.Node) { cfg.Targets = d.texts(n, "targets") },
	})
}

func (d *decoder) folder(n ast.Node) Folder {
	var f Folder
	ok := d.mapping(n, "an entry of scripts", fields{
		"dir":         func(n ast.Node) { f.Dir = d.text(n, "dir") },
		"output":      func(n ast.Node) { f.Output = d.text(n, "output") },
		"package":     func(n ast.Node) { f.Package = d.packageName(n) },
		"interface":   func(n ast.Node) { f.Interface = d.boolean(n, "interface") },
		"unexported":  func(n ast.Node) { f.Unexported = d.boolean(n, "unexported") },
		"parameters":  func(n ast.Node) { f.Parameters = d.count(n, "parameters") },
		"initialisms": func(n ast.Node) { f.Initialisms = d.initialisms(n) },
		"rename": func(n ast.Node) {
			for _, e := range d.entries(n, "rename") {
				f.Rename = append(f.Rename, d.rename(e))
			}
		},
	})
	if ok && f.Dir.Span.File == "" {
		d.errorf(n, "an entry of scripts without dir; write the folder of the scripts: dir: ./scripts")
	}
	return f
}

func (d *decoder) packageName(n ast.Node) Text {
	t := d.text(n, "package")
	if t.Value != "" && (!gotoken.IsIdentifier(t.Value) || t.Value == "_") {
		d.errorf(n, "%q cannot be a Go package name; use lower-case letters and digits", t.Value)
	}
	return t
}

func (d *decoder) initialisms(n ast.Node) []Text {
	words := d.texts(n, "initialisms")
	for _, w := range words {
		if !gotoken.IsIdentifier(w.Value) {
			d.report(w.Span, fmt.Sprintf("%q cannot be part of a Go name; write an initialism in capitals, as SKU", w.Value))
		}
	}
	return words
}

func (d *decoder) rename(e entry) Rename {
	r := Rename{From: e.key, To: d.text(e.value, "rename")}
	if r.To.Value != "" && (!gotoken.IsIdentifier(r.To.Value) || !gotoken.IsExported(r.To.Value)) {
		d.errorf(e.value, "%q is not an exported Go name; write one of letters and digits that begins with a capital, such as PostID", r.To.Value)
	}
	return r
}
