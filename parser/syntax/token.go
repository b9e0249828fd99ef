package syntax

// kind is the kind of a token. Single-character tokens are their own byte, also
// those that Lua knows nothing of, such as '!' or NUL.
type kind int

// The tokens that are not one byte.
const (
	tokEOF kind = 256 + iota
	tokBad      // not a token: lexer.err says why
	tokName
	tokNumber
	tokString
	tokConcat // ..
	tokDots   // ...
	tokEq     // ==
	tokNe     // ~=
	tokLe     // <=
	tokGe     // >=

	tokAnd
	tokBreak
	tokDo
	tokElse
	tokElseif
	tokEnd
	tokFalse
	tokFor
	tokFunction
	tokIf
	tokIn
	tokLocal
	tokNil
	tokNot
	tokOr
	tokRepeat
	tokReturn
	tokThen
	tokTrue
	tokUntil
	tokWhile
)

// token is one token and where it stands.
type token struct {
	Range
	kind kind
	text string  // the name, or the bytes that a string denotes
	num  float64 // the value of a number
}

// keyword returns the kind of a reserved word, or tokName.
func keyword(word string) kind {
	switch word {
	case "and":
		return tokAnd
	case "break":
		return tokBreak
	case "do":
		return tokDo
	case "else":
		return tokElse
	case "elseif":
		return tokElseif
	case "end":
		return tokEnd
	case "false":
		return tokFalse
	case "for":
		return tokFor
	case "function":
		return tokFunction
	case "if":
		return tokIf
	case "in":
		return tokIn
	case "local":
		return tokLocal
	case "nil":
		return tokNil
	case "not":
		return tokNot
	case "or":
		return tokOr
	case "repeat":
		return tokRepeat
	case "return":
		return tokReturn
	case "then":
		return tokThen
	case "true":
		return tokTrue
	case "until":
		return tokUntil
	case "while":
		return tokWhile
	}
	return tokName
}

// spellings are the tokens that are not one byte as they are written, or what they are when
// they are not always written alike.
var spellings = [...]string{
	tokEOF - tokEOF:      "end of script",
	tokBad - tokEOF:      "malformed token",
	tokName - tokEOF:     "name",
	tokNumber - tokEOF:   "number",
	tokString - tokEOF:   "string",
	tokConcat - tokEOF:   "..",
	tokDots - tokEOF:     "...",
	tokEq - tokEOF:       "==",
	tokNe - tokEOF:       "~=",
	tokLe - tokEOF:       "<=",
	tokGe - tokEOF:       ">=",
	tokAnd - tokEOF:      "and",
	tokBreak - tokEOF:    "break",
	tokDo - tokEOF:       "do",
	tokElse - tokEOF:     "else",
	tokElseif - tokEOF:   "elseif",
	tokEnd - tokEOF:      "end",
	tokFalse - tokEOF:    "false",
	tokFor - tokEOF:      "for",
	tokFunction - tokEOF: "function",
	tokIf - tokEOF:       "if",
	tokIn - tokEOF:       "in",
	tokLocal - tokEOF:    "local",
	tokNil - tokEOF:      "nil",
	tokNot - tokEOF:      "not",
	tokOr - tokEOF:       "or",
	tokRepeat - tokEOF:   "repeat",
	tokReturn - tokEOF:   "return",
	tokThen - tokEOF:     "then",
	tokTrue - tokEOF:     "true",
	tokUntil - tokEOF:    "until",
	tokWhile - tokEOF:    "while",
}

func (k kind) String() string {
	if k < tokEOF {
		return string(rune(k))
	}
	return spellings[k-tokEOF]
}
