package parser

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// Loader reads the scripts of one root folder. It keeps what it has read, so that
// a library included by many scripts is read and checked once. It is safe for
// concurrent use.
type Loader struct {
	// FS is the scripts' root; includes may not leave it.
	FS fs.FS
	// Dir is put before a script's name to make the path shown to people.
	Dir string

	mu    sync.Mutex
	files map[string]*file
}

// file is a file that is read when it is first asked for.
type file struct {
	once sync.Once
	src  *source
	err  error
}

// Load reads the script at name, a slash path below the root, with everything it
// includes. The script is never nil; when the findings hold an error it is as
// complete as the file allows and must not be generated from.
func (l *Loader) Load(name string) (*Script, []diag.Diagnostic) {
	r := &report{}
	script := &Script{Name: name, File: l.shown(name)}
	src, err := l.source(name)
	if err != nil {
		r.errorf(diag.Span{File: script.File}, RuleFile, "the script cannot be read: %s", reason(err))
		src = newSource(name, script.File, nil)
	}
	script.Source = src.text
	script.Header = src.span(0, src.chunk.First)
	script.Shebang = readShebang(src, r)
	if src.err != nil {
		r.errorf(src.span(src.err.From, src.err.To), RuleSyntax, "%s", src.err.Message)
	}

	x := &expansion{report: r, loader: l, script: script, done: map[string]bool{}, chain: []string{name}}
	h := newHeaderReader(r, src, script)
	body := body{source: src}
	h.include = func(i Include) {
		script.Includes = append(script.Includes, i)
		body.add(x.include(i))
	}
	h.includeBelow = func(i Include, at int) {
		script.Includes = append(script.Includes, i)
		body.addBelow(x.include(i), at)
	}
	h.locate = x.locate
	h.read()
	h.check()

	script.paste(src, body.pieces())
	script.Chunk = src.chunk
	if len(script.Libraries) > 0 {
		chunk, err := parseLua(script.Text)
		script.Chunk = chunk
		if err != nil && !hasError(r.found, RuleSyntax, RuleInclude) {
			r.errorf(script.Span(err.Range), RuleSyntax, "%s (in the text with all includes pasted in; luagen expand shows it)", err.Message)
		}
	}
	return script, diag.Sort(r.found)
}

// hasError reports an error of one of the rules: what is wrong with a part of the text
// shows again in the whole.
func hasError(found []diag.Diagnostic, rules ...string) bool {
	return slices.ContainsFunc(found, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && slices.Contains(rules, d.Rule)
	})
}

// shown is the path of a file as people know it.
func (l *Loader) shown(name string) string {
	if l.Dir == "" {
		return name
	}
	return path.Join(strings.ReplaceAll(l.Dir, `\`, "/"), name)
}

// source returns the file at name, read and parsed.
func (l *Loader) source(name string) (*source, error) {
	l.mu.Lock()
	if l.files == nil {
		l.files = map[string]*file{}
	}
	f := l.files[name]
	if f == nil {
		f = &file{}
		l.files[name] = f
	}
	l.mu.Unlock()
	f.once.Do(func() {
		text, err := fs.ReadFile(l.FS, name)
		if err != nil {
			f.err = err
			return
		}
		f.src = newSource(name, l.shown(name), text)
	})
	return f.src, f.err
}

// library returns the file that an @include names; its ".lua" may be left out.
func (l *Loader) library(name string) (*source, error) {
	src, err := l.source(name)
	if errors.Is(err, fs.ErrNotExist) {
		if withSuffix, err := l.source(name + ".lua"); err == nil {
			return withSuffix, nil
		}
	}
	return src, err
}

// Span turns a range of s.Text into a span of the file that the text comes from. A
// range that runs on into another file ends where the first one does.
func (s *Script) Span(r syntax.Range) diag.Span {
	if len(s.Segments) == 0 || s.Segments[0].src == nil {
		return diag.Span{File: s.File}
	}
	n := sort.Search(len(s.Segments), func(i int) bool { return s.Segments[i].To > r.From })
	seg := s.Segments[min(n, len(s.Segments)-1)]
	from := seg.Offset + r.From - seg.From
	to := seg.Offset + min(max(r.To, r.From), seg.To) - seg.From
	return seg.src.span(from, to)
}
