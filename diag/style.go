package diag

// style is an ANSI "select graphic rendition" parameter.
type style string

const (
	styleBold  style = "1"
	styleDim   style = "2"
	styleCaret style = "1;32"
)

func severityStyle(s Severity) style {
	switch s {
	case Error:
		return "1;31"
	case Warning:
		return "1;33"
	case Hint:
		return "1;36"
	default:
		return "1;34"
	}
}

func (p TextPrinter) paint(s style, text string) string {
	if !p.Color {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}
