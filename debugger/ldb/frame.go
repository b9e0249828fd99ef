package ldb

import (
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/lazyregexp"
)

// Frame is a function of the script that is being run. Functions of Lua's libraries and
// calls that a tail call has replaced are not told; in a coroutine only its own are.
type Frame struct {
	Name string // as its caller names it; empty at the top level and where the caller has no name
	Line int    // of the text
}

var (
	frameName = lazyregexp.New(`^(?:In|From) (.*):$`)
	frameLine = lazyregexp.New(`^(?:->|  )[# ](\d+) `)
)

// parseFrames reads a trace, in which a line of source follows each name.
func parseFrames(lines []string) []Frame {
	var frames []Frame
	for i := 0; i+1 < len(lines); i++ {
		name := frameName().FindStringSubmatch(lines[i])
		line := frameLine().FindStringSubmatch(lines[i+1] + " ")
		if name == nil || line == nil {
			continue
		}
		n, _ := strconv.Atoi(line[1]) // digits
		f := Frame{Line: n}
		if name[1] != "top level" {
			f.Name = strings.TrimSpace(name[1])
		}
		frames = append(frames, f)
		i++
	}
	return frames
}
