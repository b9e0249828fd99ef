package parser

import (
	"bytes"
	"go/doc"
	gotoken "go/token"
	"slices"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// headerReader reads the header of one file: a script's own, or a library's, of
// which only the includes and imports count.
type headerReader struct {
	*report
	src      *source
	script   *Script // being filled
	library  bool
	declared *declarations    // nil for none
	comments []syntax.Comment // those of the header
	at       int              // index of the comment that is read next
	doc      docText
	once     []tagged // the annotations that were read and may not repeat
	unknown  []unknownTag
	// replyBroken says that the type of @returns is not as written, because not all
	// of it could be read.
	replyBroken bool
	declares    bool // there is an annotation that a library may not have
	// blockTags are annotations inside block comments, where they have no effect.
	blockTags []unknownTag
	include   func(Include) // told of every @include
	// includeBelow is called with another tool's @include and where it ends.
	includeBelow func(i Include, at int)
	// locate returns the name of the file that an @include of name means, if it can
	// be read.
	locate func(name string) (string, bool)
}

func newHeaderReader(r *report, src *source, script *Script) *headerReader {
	return &headerReader{report: r, src: src, script: script}
}

// read reads the header and reports annotations below it.
func (h *headerReader) read() {
	all := h.src.chunk.Comments
	h.comments = header(h.src)
	end := h.src.chunk.Shebang.To
	for h.at < len(h.comments) {
		c := h.comments[h.at]
		h.at++
		if h.lineBetween(end, c.From) {
			h.doc.endRun()
		}
		if c.Block {
			h.readBlock(c)
		} else {
			h.readLine(c)
		}
		end = h.comments[h.at-1].To
	}
	h.checkBelow(all[len(h.comments):])
	h.checkForeign(all)
	h.checkUnknown()
	h.checkBlockTags()
	if !h.library {
		h.script.Doc = h.doc.text()
	}
}

// lineBetween reports whether an empty line is between two comments.
func (h *headerReader) lineBetween(from, to int) bool {
	return h.src.lines.Line(to)-h.src.lines.Line(from) > 1
}

// readLine reads a line comment.
func (h *headerReader) readLine(c syntax.Comment) {
	text := h.src.text[c.From:c.To]
	tag, ok := findTag(text)
	switch {
	case ok && tag.dashes >= 3 && isLuaLSTag(tag.name) && len(bytes.TrimSpace(text[tag.to:])) == 0:
		h.doc.endRun() // "---@deprecated" alone is the language server's
	case ok && isOwn(text, tag):
		h.doc.endRun()
		h.annotation(c, tag)
	case ok && tag.dashes >= 3 && (tag.name == "" || isLuaLSTag(tag.name)):
		h.doc.endRun()
	case ok && tag.name != "":
		h.doc.endRun()
		h.unknown = append(h.unknown, unknownTag{tag.name, h.src.span(c.From+tag.from, c.From+tag.to), tag.dashes})
	case ok && tag.stuck:
		h.doc.endRun()
		h.unknown = append(h.unknown, unknownTag{"", h.src.span(c.From+tag.from, c.From+tag.to), tag.dashes})
	case isDirective(text):
	default:
		h.doc.line(string(text))
	}
}

// annotation reads one of luagen's annotations.
func (h *headerReader) annotation(c syntax.Comment, tag tag) {
	at := h.src.span(c.From+tag.from, c.From+tag.to)
	if h.library && !inLibrary(tag.name) {
		h.errorf(at, RuleInclude, "a library has no @%s: its header may hold @include, @import, @type and @define only; the scripts that include it declare the rest", tag.name)
		return
	}
	h.script.Annotated = h.script.Annotated || !h.library
	if !inLibrary(tag.name) {
		h.declares, h.script.Declares = true, true
	}
	if !mayRepeat(tag.name) {
		h.checkOnce(tag.name, at)
	}
	if tag.name == tagType || tag.name == tagDefine {
		h.declaration(at)
		return
	}
	o := h.operand(c, tag)
	if len(o.buf) > 0 && !isBlank(o.buf[0]) {
		o.errorf(o.span(0, 1), RuleAnnotation, "found %s right after @%s: put a space between them", quoted(string(o.buf[:1])), tag.name)
		return
	}
	o.next()
	if o.tok.kind == tokEnd {
		if want := operandOf(tag.name); want != "" {
			h.errorf(at, RuleAnnotation, "@%s needs %s", tag.name, want)
			return
		}
	}
	h.readOperand(o, tag.name, at)
}

// checkOnce reports an annotation that may not repeat and does.
func (h *headerReader) checkOnce(tag string, at diag.Span) {
	for _, first := range h.once {
		if first.tag == tag {
			relate(h.errorf(at, RuleAnnotation, "a second @%s: a script has one; remove this or the first", tag), first.at, "the first one")
			return
		}
	}
	h.once = append(h.once, tagged{tag, at})
}

// tagged is an annotation and where its tag stands.
type tagged struct {
	tag string
	at  diag.Span
}

// operand is what follows a tag.
func (h *headerReader) operand(c syntax.Comment, tag tag) *operand {
	text := annotationText(h.src.text[c.From:c.To])[tag.to:]
	return &operand{report: h.report, src: h.src, base: c.From + tag.to, buf: slices.Clip(text), more: h.continuation, declared: h.declared}
}

// operandOf says what has to follow a tag; "" when nothing has to.
func operandOf(tag string) string {
	switch tag {
	case tagName:
		return "the Go function's name, as in @name LikePost"
	case tagKey:
		return "the key's name, as in @key post"
	case tagArg:
		return "the argument's name and type, as in @arg limit:int"
	case tagReturns:
		return "a type, as in @returns int; a script whose reply says nothing has no @returns"
	case tagError:
		return "a Go name and the reply it stands for, as in @error ErrNotFound nil"
	case tagInclude:
		return `the quoted path of a library, as in @include "lib/clock.lua"`
	case tagImport:
		return `a quoted Go import path, as in @import "github.com/google/uuid"`
	case tagDeprecated:
		return "the reason and what to use instead"
	default:
		return ""
	}
}

func (h *headerReader) readOperand(o *operand, tag string, at diag.Span) {
	switch tag {
	case tagName:
		h.readName(o)
	case tagKeys:
		h.readKeys(o)
	case tagKey:
		h.readKey(o)
	case tagArgs:
		h.readArgs(o)
	case tagArg:
		h.readArg(o)
	case tagReturns:
		h.readReturns(o)
	case tagError:
		h.readError(o)
	case tagReadOnly:
		h.script.ReadOnly, h.script.ReadOnlySpan = true, at
		h.endOperand(o, "@readonly")
	case tagInclude:
		h.readInclude(o)
	case tagImport:
		h.readImport(o)
	case tagDeprecated:
		h.script.Deprecated = o.rest()
	}
}

// endOperand reports what follows an annotation that takes nothing more.
func (h *headerReader) endOperand(o *operand, after string) {
	if o.tok.kind != tokEnd {
		o.errorf(o.span(o.tok.from, len(bytes.TrimRight(o.buf, " \t\r"))), RuleAnnotation, "found %s after %s, which ends there: remove it, or put it into a comment line of its own", o.tok.found(), after)
	}
}

func (h *headerReader) readName(o *operand) {
	name := o.tok
	word := string(bytes.TrimRight(o.buf[name.from:], " \t\r"))
	if i := bytes.IndexAny([]byte(word), " \t"); i >= 0 {
		word = word[:i]
	}
	at := o.span(name.from, name.from+len(word))
	h.script.FuncName = Ident{Text: word, Span: at}
	switch {
	case !gotoken.IsIdentifier(word) || word == "_":
		o.errorf(at, RuleAnnotation, "%s cannot be the name of a Go function: write letters and digits, beginning with a letter, as in LikePost, or likePost for one that is not exported", quoted(shorten(word)))
		return
	case doc.IsPredeclared(word) || word == "init" || word == "main":
		o.errorf(at, RuleAnnotation, "%s means something else in Go: name the function otherwise, as in LikePost", quoted(word))
		return
	}
	for o.tok.kind != tokEnd && o.tok.from < name.from+len(word) {
		o.next()
	}
	h.endOperand(o, "@name "+shorten(word))
}

func (h *headerReader) readReturns(o *operand) {
	from, before := o.tok.from, len(h.found)
	t, ok := o.parseReply(0)
	h.replyBroken = len(h.found) > before
	if !ok || t == nil {
		return
	}
	r := &Returns{Span: o.span(from, o.last), Type: t}
	o.endSingle("the type")
	r.Doc = o.rest()
	if h.script.Returns == nil {
		h.script.Returns = r
	}
	if variantsOf(t) != nil {
		h.checkNextVariant()
	}
}

// continuation returns the text of the comment line on which an annotation with
// open parentheses goes on.
func (h *headerReader) continuation() (from, to int, ok bool) {
	for h.at < len(h.comments) && !h.comments[h.at].Block {
		c := h.comments[h.at]
		text := h.src.text[c.From:c.To]
		if _, isTag := findTag(text); isTag {
			return 0, 0, false
		}
		h.at++
		if !isDirective(text) {
			return c.From + dashes(text), c.To, true
		}
	}
	return 0, 0, false
}
