package golint

import (
	"fmt"
	"go/ast"
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/lint"
)

// callRule is a rule about the calls that run scripts.
type callRule struct {
	diag.Rule
	check func(*site) // nil for a rule about comparisons
	// checkText says what is wrong with comparing the text of an error; empty for nothing. It is
	// nil for a rule about calls.
	checkText func(gosource.Comparison) string
}

// callRules returns the rules about calls. They are new on every call.
func callRules() []callRule {
	return []callRule{goArgs(), goEncoding(), goError(), goEval(), goKeys(), goNoScript(), goPipeline(), goReply()}
}

// site is a call that runs a script, with what is known of that.
type site struct {
	gosource.Run
	face face
	// script is the one of the call's scripts that it is held against; nil for none.
	script *gosource.Script
	facts  *analysis.Facts // nil for a script of which not all is known
	rule   *callRule
	found  []diag.Diagnostic
}

// checkRuns returns what the rules about calls find, with the severities of a configuration.
func checkRuns(scripts []Script, r gosource.Result, config lint.Config) []diag.Diagnostic {
	facts := map[*gosource.Script]*analysis.Facts{}
	for _, s := range scripts {
		if f := s.Facts; f.Damage == nil && !f.Incomplete && s.Parsed.Chunk != nil {
			facts[s.Script] = f
		}
	}
	var found []diag.Diagnostic
	for _, run := range r.Runs {
		found = append(found, checkRun(run, facts, config)...)
	}
	for _, rule := range callRules() {
		severity, configured := config.Severities[rule.Name]
		if rule.checkText == nil || severity == lint.Off && configured {
			continue
		}
		if !configured {
			severity = rule.Severity
		}
		for _, c := range r.Comparisons {
			if message := rule.checkText(c); message != "" {
				found = append(found, diag.Diagnostic{Span: c.Span, Severity: severity, Rule: rule.Name, Message: message})
			}
		}
	}
	return found
}

// checkRun returns what the rules find about one call. Where it may run one of several scripts,
// that is what they find with each of them.
func checkRun(r gosource.Run, facts map[*gosource.Script]*analysis.Facts, config lint.Config) []diag.Diagnostic {
	scripts := r.Scripts
	if len(scripts) == 0 {
		scripts = []*gosource.Script{nil}
	}
	var common []diag.Diagnostic
	for i, script := range scripts {
		s := &site{Run: r, face: faces[r.Client], script: script, facts: facts[script]}
		found := s.check(config)
		if i == 0 {
			common = found
			continue
		}
		common = slices.DeleteFunc(common, func(d diag.Diagnostic) bool {
			return !slices.ContainsFunc(found, func(other diag.Diagnostic) bool {
				return other.Rule == d.Rule && other.Span == d.Span && other.Severity == d.Severity
			})
		})
	}
	return common
}

// check returns what the rules find, with the severities of a configuration.
func (s *site) check(config lint.Config) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, rule := range callRules() {
		severity, configured := config.Severities[rule.Name]
		if rule.check == nil || severity == lint.Off && configured {
			continue
		}
		s.rule, s.found = &rule, nil
		rule.check(s)
		for i := range s.found {
			if configured {
				s.found[i].Severity = severity
			}
		}
		found = append(found, s.found...)
	}
	return found
}

// report adds a finding of the running rule.
func (s *site) report(at ast.Node, severity diag.Severity, format string, args ...any) {
	s.found = append(s.found, diag.Diagnostic{
		Span: s.Span(at), Severity: severity, Rule: s.rule.Name, Message: fmt.Sprintf(format, args...),
	})
}

// compare reports a number of inputs that the script does not read, or too few of them.
func (s *site) compare(in analysis.Inputs, at ast.Node, n int, noun string) {
	most, open := 0, false // the last one that is read by its number; others may be read
	for _, u := range in.Uses {
		switch {
		case u.Kind == analysis.WriteElement, u.Kind == analysis.ReadLength, u.Max == 0 && u.Taken == 0:
			open = true
		case u.Kind == analysis.ReadRange:
			open = true
		}
		if u.Kind == analysis.ReadElement && u.Index > most {
			most = u.Index
		}
	}
	switch {
	case most > n && !s.tests(in):
		s.report(at, diag.Warning, "the script reads %s[%d], and this call passes %s", in.Table, most, count(n, noun))
	case most < n && !open && (most > 0 || noun != "key"):
		reads := fmt.Sprintf("no more than %s[%d]", in.Table, most)
		if most == 0 {
			reads = "none"
		}
		s.report(at, diag.Warning, "this call passes %s, and the script reads %s", count(n, noun), reads)
	}
}

// tests reports whether the script asks how many inputs there are.
func (s *site) tests(in analysis.Inputs) bool {
	for _, u := range in.Uses {
		if u.Kind == analysis.ReadLength {
			return true
		}
	}
	return false
}

func count(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun
	case 1:
		return "1 " + noun
	default:
		return fmt.Sprintf("%d %ss", n, noun)
	}
}
