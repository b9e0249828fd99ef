package debugger

import "fmt"

// Frame is a function of the script that is being run.
type Frame struct {
	Name  string
	Place Place

	line     int // of the text
	function *function
}

// Frames are the functions that are being run, innermost first. In a coroutine they are its
// own: the server does not tell who resumed it.
func (s *Session) Frames() ([]Frame, error) {
	traced, err := s.trace()
	if err != nil {
		return nil, err
	}
	frames := make([]Frame, len(traced))
	for i, t := range traced {
		f := Frame{Name: t.Name, Place: s.places.at(t.Line), line: t.Line, function: s.functionAt(t.Line, t.Name)}
		switch {
		case f.Name != "":
		case f.function == nil:
			f.Name = "top level"
		case f.function.name != "":
			f.Name = f.function.name
		default:
			f.Name = fmt.Sprintf("function of line %d", s.places.at(f.function.first).Line)
		}
		frames[i] = f
	}
	return frames, nil
}

// functionAt is the function to which a line belongs, as far as its name tells where a
// function begins or ends there.
func (s *Session) functionAt(line int, name string) *function {
	list := s.code.around(line)
	if name != "" {
		for _, f := range list {
			if f != nil && f.name == name {
				return f
			}
		}
		return list[0]
	}
	return list[len(list)-1]
}
