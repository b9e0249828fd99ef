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

// String is the token as it is written, for those that are always written alike.
func (k kind) String() string {
	switch k {
	case tokEOF:
		return "end of script"
	case tokBad:
		return "malformed token"
	case tokName:
		return "name"
	case tokNumber:
		return "number"
	case tokString:
		return "string"
	case tokConcat:
		return ".."
	case tokDots:
		return "..."
	case tokEq:
		return "=="
	case tokNe:
		return "~="
	case tokLe:
		return "<="
	case tokGe:
		return ">="
	case tokAnd:
		return "and"
	case tokBreak:
		return "break"
	case tokDo:
		return "do"
	case tokElse:
		return "else"
	case tokElseif:
		return "elseif"
	case tokEnd:
		return "end"
	case tokFalse:
		return "false"
	case tokFor:
		return "for"
	case tokFunction:
		return "function"
	case tokIf:
		return "if"
	case tokIn:
		return "in"
	case tokLocal:
		return "local"
	case tokNil:
		return "nil"
	case tokNot:
		return "not"
	case tokOr:
		return "or"
	case tokRepeat:
		return "repeat"
	case tokReturn:
		return "return"
	case tokThen:
		return "then"
	case tokTrue:
		return "true"
	case tokUntil:
		return "until"
	case tokWhile:
		return "while"
	}
	return string(rune(k))
}
