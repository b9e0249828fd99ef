package casefile

import (
	"bytes"
	"strings"
)

// Update returns the text of a file with other answers to some of its steps, one line of text
// for each line. Everything else stays as it is: comments, and of an answer the lines that came
// as they should. Placeholders stay where they stand for what came.
func Update(text []byte, answers map[*Step][]string) []byte {
	gone := map[int]bool{}     // lines of answers, by number
	put := map[int][]Pattern{} // by the number of the line that they follow
	for s, lines := range answers {
		for _, l := range s.Answer {
			gone[l.Line] = true
		}
		put[s.Line] = Merge(s.Answer, lines)
	}
	var b bytes.Buffer
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		if !gone[number] {
			b.WriteString(line)
		}
		for i, p := range put[number] {
			if i == 0 && !strings.HasSuffix(line, "\n") {
				b.WriteByte('\n')
			}
			b.WriteString(p.line() + "\n")
		}
	}
	return b.Bytes()
}

// Merge returns an answer that lines match, with the placeholders of another answer where they
// stand for what came.
func Merge(answer []AnswerLine, lines []string) []Pattern {
	var merged []Pattern
	var missing []Pattern // of the differences since the last line that came as it should
	used := map[*AnswerLine]bool{}
	for _, c := range Diff(answer, lines) {
		switch c.Kind {
		case Same:
			missing = nil
			if !used[c.Want] { // a <...> stands for several lines
				merged = append(merged, c.Want.Pattern)
			}
			used[c.Want] = true
		case Missing:
			missing = append(missing, c.Want.Pattern)
		case Extra:
			p := Literal(c.Got)
			if len(missing) > 0 {
				p = missing[0].adapt(c.Got)
				missing = missing[1:]
			}
			merged = append(merged, p)
		}
	}
	return merged
}

// adapt is the literal pattern of a line, with those placeholders of another one that stand
// for the word in their place.
func (p Pattern) adapt(line string) Pattern {
	if !p.HasPlaceholders() {
		return Literal(line)
	}
	old, words := fields(p.Source), strings.Split(line, " ")
	if len(old) != len(words) {
		return Literal(line)
	}
	for i, w := range words {
		if o := (Pattern{old[i]}); o.HasPlaceholders() && o.Match(w) {
			words[i] = o.Source
		} else {
			words[i] = Literal(w).Source
		}
	}
	if adapted := (Pattern{strings.Join(words, " ")}); adapted.Match(line) {
		return adapted
	}
	return Literal(line)
}

// fields splits a pattern's source at its blanks, not within placeholders.
func fields(source string) []string {
	var list []string
	begin := 0
	for i := 0; i < len(source); i++ {
		switch source[i] {
		case '<':
			if i > 0 && source[i-1] == '\\' {
				continue
			}
			if _, length, ok, _ := placeholder(source[i:]); ok {
				i += length - 1
			}
		case ' ':
			list = append(list, source[begin:i])
			begin = i + 1
		}
	}
	return append(list, source[begin:])
}
