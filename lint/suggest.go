package lint

import (
	"fmt"

	"github.com/luagen/luagen/internal/suggest"
)

// didYouMean is the part of a message that suggests the nearest candidate; empty
// when none is near.
func didYouMean(name string, candidates []string) string {
	if near := suggest.Closest(name, candidates); near != "" && near != name {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}
