package parser

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/suggest"
	"github.com/luagen/luagen/parser/syntax"
)

// unknownTag is an annotation with a tag that luagen does not have. In a file
// without any annotation it is more likely another tool's.
type unknownTag struct {
	tag    string
	at     diag.Span
	dashes int
}

// checkBelow reports annotations below the header. When the first token is not Lua,
// such as a byte order mark, that says it all.
func (h *headerReader) checkBelow(comments []syntax.Comment) {
	errs := h.src.chunk.Errors
	noHeader := len(errs) > 0 && errs[0].From <= h.src.chunk.First
	for _, c := range comments {
		if c.Block {
			continue
		}
		tag, ok := findTag(h.src.text[c.From:c.To])
		if !ok || !isOwn(h.src.text[c.From:c.To], tag) || tag.dashes >= 3 && isLuaLSTag(tag.name) {
			continue
		}
		if noHeader {
			h.script.Annotated = h.script.Annotated || !h.library
			continue
		}
		if tag.name == tagInclude && !h.declares {
			h.readBelow(c, tag)
			continue
		}
		h.script.Annotated = h.script.Annotated || !h.library
		h.errorf(h.src.span(c.From+tag.from, c.From+tag.to), RuleAnnotation,
			"@%s is below the first statement, where it has no effect: move it to the header, the comments at the top of the file", tag.name)
	}
}

// readBelow reads an @include below the header of a file that declares nothing:
// another tool's, such as BullMQ's, which pastes files too. luagen does not generate
// from such a file, but the linter sees what it includes.
func (h *headerReader) readBelow(c syntax.Comment, tag tag) {
	o := &operand{report: &report{}, src: h.src, base: c.From + tag.to}
	o.buf = append(o.buf, h.src.text[c.From+tag.to:c.To]...)
	o.next()
	if o.tok.kind != tokString {
		return
	}
	i := Include{Span: o.at(o.tok), Path: o.tok.value}
	name, problem := resolveInclude(h.src.name, i.Path)
	located, ok := h.locate(name)
	if problem == "" && !ok {
		problem = "there is no such file below the scripts' root folder"
	}
	if problem != "" {
		h.script.Incomplete = true
		h.add(i.Span, diag.Warning, RuleInclude, quoted(shorten(i.Path))+" is not included: "+problem)
		return
	}
	i.Name = located
	h.includeBelow(i, c.To)
}

// checkUnknown reports tags that luagen does not have. A library's comments, and
// those of a file without any annotation, are for other tools as well: there only
// what looks like one of ours mistyped is reported.
func (h *headerReader) checkUnknown() {
	for _, u := range h.unknown {
		if (u.tag == tagType || u.tag == tagDefine) && (u.dashes >= 3 || h.library || !h.script.Annotated) {
			continue
		}
		near := suggest.Closest(u.tag, ownTags)
		if (h.library || !h.script.Annotated) && (near == "" || isLuaLSTag(u.tag) || isLDocTag(u.tag)) {
			continue
		}
		switch {
		case u.tag == tagType || u.tag == tagDefine:
			h.errorf(u.at, RuleAnnotation, "@%s has no name and \"=\": write @type Allowance = tuple(left:int), or @define task = tasks:<id>; the language server's tag has three dashes, ---@type", u.tag)
		case u.tag == "":
			h.errorf(u.at, RuleAnnotation, `found "@" without a tag: the tag follows it directly, as in @returns`)
		case near != "":
			d := h.errorf(u.at, RuleAnnotation, "unknown annotation @%s; did you mean @%s?", u.tag, near)
			d.Suggestions = []diag.Fix{replacement(u.at, "@"+u.tag, "@"+near)}
		case u.dashes < 3 && isLuaLSTag(u.tag):
			h.errorf(u.at, RuleAnnotation, "unknown annotation @%s; the language server's tags are written with three dashes, ---@%s", u.tag, u.tag)
		default:
			h.errorf(u.at, RuleAnnotation, "unknown annotation @%s; write the word without @ if it is documentation", shorten(u.tag))
		}
	}
	if len(h.unknown) > 0 && !h.library {
		h.script.Annotated = h.script.Annotated || diag.HasErrors(h.found)
	}
}

// checkBlockTags reports annotations inside block comments. In a file without any
// other they may be another tool's, so that it is only a warning.
func (h *headerReader) checkBlockTags() {
	severity := diag.Warning
	if h.script.Annotated {
		severity = diag.Error
	}
	for _, u := range h.blockTags {
		h.add(u.at, severity, RuleAnnotation, "@"+u.tag+" in a block comment has no effect: annotations are line comments, --@"+u.tag)
	}
}
