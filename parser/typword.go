package parser

import (
	"strings"

	"github.com/luagen/luagen/internal/suggest"
)

func scalarKind(word string) (ScalarKind, bool) {
	for k := String; k < ScalarKinds; k++ {
		if k.String() == word {
			return k, true
		}
	}
	return 0, false
}

func typeWords() []string {
	words := []string{"enum", "tuple", "hash", "flat", "map"}
	for k := String; k < ScalarKinds; k++ {
		words = append(words, k.String())
	}
	return words
}

// typeAdvice says what was probably meant by a word that is no type.
func typeAdvice(word string) string {
	switch strings.ToLower(word) {
	case "integer", "int8", "int16", "int32", "int64", "long":
		return "; write int"
	case "uint8", "uint16", "uint32", "uint64":
		return "; write uint"
	case "number":
		return "; write int or float"
	case "float32", "float64", "double", "decimal":
		return "; write float"
	case "boolean":
		return "; write bool"
	case "str", "text":
		return "; write string"
	case "byte", "binary", "blob":
		return "; write bytes"
	case "status":
		return "; write ok for a status reply that says nothing, or string"
	case "nil", "null", "void", "none", "nothing", "unit":
		return "; a script whose reply says nothing has no @returns, and a value that may be nil is written with ?, as in string?"
	case "list", "array", "slice", "set":
		return "; a list is written []T"
	case "map":
		return "; a map is written map[K]V"
	case "object", "struct", "table", "record":
		return "; write tuple(name:type, …) for an array, hash(name:type, …) for a flat field/value array"
	case "timestamp", "date", "datetime":
		return "; write time(s) or time(ms)"
	case "error", "err":
		return "; an error is declared with @error"
	}
	if near := suggest.Closest(word, typeWords()); near != "" {
		return "; did you mean " + near + "?"
	}
	if word[0] >= 'A' && word[0] <= 'Z' {
		return "; a Go type goes in parentheses, as in json(" + shorten(word) + ")"
	}
	return "; there are " + strings.Join(typeWords(), ", ") + " and []T"
}
