package syntax

// Tokens cuts src into tokens, for tests that put them together in other ways.
func Tokens(src string) []string {
	l := lexer{text: src, line: 1, chunk: &Chunk{First: len(src)}}
	var tokens []string
	for t := (token{}); ; {
		if l.scan(&t); t.kind == tokEOF {
			return tokens
		}
		tokens = append(tokens, src[t.From:t.To])
	}
}
