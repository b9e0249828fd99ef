package lint

import (
	"fmt"

	"github.com/luagen/luagen/diag"
)

// Off is the severity of a rule that is not to run. No finding has it.
const Off diag.Severity = -1

// Config is what a project sets for its scripts. The zero Config is every rule
// with its own severity and no targets.
type Config struct {
	// Severities are the severities of rules by name, for all their findings; Off
	// switches a rule off. A rule that is not in it keeps its own. What makes a script
	// useless to luagen (syntax, annotations) stays an error.
	Severities map[string]diag.Severity
	// Targets are the servers on which the scripts must run.
	Targets []Target
	// Library is set for a file that other scripts include: its top-level names are
	// for them to use.
	Library bool
	// Extra are rules beside those of Rules, with names of their own.
	Extra []*Rule
	// Reported is what the parser found in the script. Run returns it with its own
	// findings, after severities and suppressions.
	Reported []diag.Diagnostic
}

// ParseSeverity reads a severity as configurations name it: "off", "note", "hint",
// "warning" or "error".
func ParseSeverity(text string) (diag.Severity, error) {
	if text == "off" {
		return Off, nil
	}
	for s := diag.Note; s <= diag.Error; s++ {
		if text == s.String() {
			return s, nil
		}
	}
	return Off, fmt.Errorf("severity %q is unknown; expected off, note, hint, warning or error", text)
}

// off reports whether the configuration switches the rule off.
func (c *Config) off(rule string) bool {
	s, ok := c.Severities[rule]
	return ok && s == Off
}
