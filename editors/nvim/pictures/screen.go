package main

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// style is how a run of characters looks.
type style struct {
	fore, back      string // colours; empty for the terminal's own
	bold, underline bool
	reverse         bool
}

// run is text of one style.
type span struct {
	style
	text string
}

// The terminal's own colours, and those of the first sixteen numbers.
const (
	foreground = "#d8dee9"
	background = "#1f2430"
)

var named = [16]string{
	"#3b4252", "#bf616a", "#a3be8c", "#ebcb8b", "#81a1c1", "#b48ead", "#88c0d0", "#e5e9f0",
	"#7b88a1", "#d08770", "#b5d49b", "#f0d9a4", "#9db7d5", "#c8a6c1", "#9fd4e0", "#ffffff",
}

// parse reads the lines of a screen.
func parse(screen string) [][]span {
	var lines [][]span
	var now style
	for line := range strings.Lines(strings.TrimRight(screen, "\n")) {
		line = strings.TrimRight(line, "\n")
		var spans []span
		for line != "" {
			if rest, ok := strings.CutPrefix(line, "\x1b["); ok {
				codes, after, _ := strings.Cut(rest, "m")
				now = now.with(codes)
				line = after
				continue
			}
			text, _, _ := strings.Cut(line, "\x1b[")
			spans = append(spans, span{now, text})
			line = line[len(text):]
		}
		lines = append(lines, spans)
	}
	return lines
}

// with is the style after "select graphic rendition" codes, of those that Neovim uses.
func (s style) with(codes string) style {
	list := strings.FieldsFunc(codes, func(r rune) bool { return r == ';' || r == ':' })
	if len(list) == 0 {
		return style{}
	}
	for i := 0; i < len(list); i++ {
		n, _ := strconv.Atoi(list[i])
		switch {
		case n == 0:
			s = style{}
		case n == 1:
			s.bold = true
		case n == 4:
			s.underline = true
		case n == 7:
			s.reverse = true
		case n == 22:
			s.bold = false
		case n == 24:
			s.underline = false
		case n == 27:
			s.reverse = false
		case n >= 30 && n <= 37:
			s.fore = named[n-30]
		case n >= 40 && n <= 47:
			s.back = named[n-40]
		case n >= 90 && n <= 97:
			s.fore = named[n-90+8]
		case n >= 100 && n <= 107:
			s.back = named[n-100+8]
		case n == 39:
			s.fore = ""
		case n == 49:
			s.back = ""
		case n == 38 || n == 48 || n == 58:
			colour, used := extended(list[i+1:])
			i += used
			switch n {
			case 38:
				s.fore = colour
			case 48:
				s.back = colour
			}
		}
	}
	return s
}

// extended reads "5;N" or "2;R;G;B", and says how many codes that are.
func extended(list []string) (colour string, used int) {
	number := func(i int) int {
		if i >= len(list) {
			return 0
		}
		n, _ := strconv.Atoi(list[i])
		return n
	}
	if number(0) == 2 {
		return fmt.Sprintf("#%02x%02x%02x", number(1), number(2), number(3)), 4
	}
	n := number(1)
	switch {
	case n < 16:
		return named[n], 2
	case n >= 232:
		grey := 8 + (n-232)*10
		return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey), 2
	}
	level := func(n int) int {
		if n == 0 {
			return 0
		}
		return 55 + n*40
	}
	n -= 16
	return fmt.Sprintf("#%02x%02x%02x", level(n/36), level(n/6%6), level(n%6)), 2
}

// draw makes a picture of a screen. The length of every run is given, so that it looks
// alike with any font.
func draw(lines [][]span) string {
	const width, height, margin = 8.5, 19, 12
	var b strings.Builder
	w, h := columns*17/2+2*margin, len(lines)*height+2*margin
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\">\n", w, h, w, h)
	fmt.Fprintf(&b, "<rect width=\"100%%\" height=\"100%%\" rx=\"6\" fill=\"%s\"/>\n", background)
	for i, line := range lines {
		column := 0
		for _, s := range line {
			count := utf8.RuneCountInString(s.text)
			x, y := margin+float64(column)*width, margin+i*height
			fore, back := s.fore, s.back
			if s.reverse {
				if fore == "" {
					fore = foreground
				}
				if back == "" {
					back = background
				}
				fore, back = back, fore
			}
			if fore == "" {
				fore = foreground
			}
			if back != "" {
				fmt.Fprintf(&b, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n", x, y, float64(count)*width, height, back)
			}
			if strings.TrimSpace(s.text) != "" {
				var more string
				if s.bold {
					more += " font-weight=\"bold\""
				}
				if s.underline {
					more += " text-decoration=\"underline\""
				}
				fmt.Fprintf(&b, "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\" fill=\"%s\"%s xml:space=\"preserve\">%s</text>\n",
					x, y+height-5, float64(count)*width, fore, more, html.EscapeString(s.text))
			}
			column += count
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}
