package syntax

// kind is the kind of a token. Single-character tokens are their own byte, also
// those that Lua knows nothing of, such as '!' or NUL.
type kind int

// manyBytes is the first of the tokens that are not one byte.
const manyBytes kind = 256

// The tokens that are not one byte.
const (
	tokEOF = manyBytes + iota
	tokBad // not a token: lexer.err says why
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

// token is one token and its place.
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
	tokEOF - manyBytes:      "end of script",
	tokBad - manyBytes:      "malformed token",
	tokName - manyBytes:     "name",
	tokNumber - manyBytes:   "number",
	tokString - manyBytes:   "string",
	tokConcat - manyBytes:   "..",
	tokDots - manyBytes:     "...",
	tokEq - manyBytes:       "==",
	tokNe - manyBytes:       "~=",
	tokLe - manyBytes:       "<=",
	tokGe - manyBytes:       ">=",
	tokAnd - manyBytes:      "and",
	tokBreak - manyBytes:    "break",
	tokDo - manyBytes:       "do",
	tokElse - manyBytes:     "else",
	tokElseif - manyBytes:   "elseif",
	tokEnd - manyBytes:      "end",
	tokFalse - manyBytes:    "false",
	tokFor - manyBytes:      "for",
	tokFunction - manyBytes: "function",
	tokIf - manyBytes:       "if",
	tokIn - manyBytes:       "in",
	tokLocal - manyBytes:    "local",
	tokNil - manyBytes:      "nil",
	tokNot - manyBytes:      "not",
	tokOr - manyBytes:       "or",
	tokRepeat - manyBytes:   "repeat",
	tokReturn - manyBytes:   "return",
	tokThen - manyBytes:     "then",
	tokTrue - manyBytes:     "true",
	tokUntil - manyBytes:    "until",
	tokWhile - manyBytes:    "while",
}

func (k kind) String() string {
	if k < manyBytes {
		return string(rune(k))
	}
	return spellings[k-manyBytes]
}
