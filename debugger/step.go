package debugger

import (
	"slices"

	"github.com/luagen/luagen/debugger/ldb"
)

// StepIn runs to the next line, into functions of the script.
func (s *Session) StepIn() (Stop, error) {
	return s.run(goal{
		reached: func() (bool, error) { return true, nil },
		lines:   func() []int { return s.code.stops },
	})
}

// StepOver runs to the next line of the function in which the script stands, or of one that
// called it.
func (s *Session) StepOver() (Stop, error) {
	return s.leaveOr(depth.same, 0)
}

// StepOut runs until the function in which the script stands has returned, or yielded.
func (s *Session) StepOut() (Stop, error) {
	return s.leaveOr(func(depth, depth) bool { return false }, 1)
}

// leaveOr runs until the function has been left, or there is another reason to stop. outer is
// how many of the innermost frames are none to stop in.
func (s *Session) leaveOr(stays func(from, to depth) bool, outer int) (Stop, error) {
	frames, err := s.trace()
	if err != nil {
		return Stop{}, err
	}
	from := s.depthOf(frames)
	return s.run(goal{
		reached: func() (bool, error) {
			frames, err := s.trace()
			to := s.depthOf(frames)
			return err == nil && (from.left(to) || stays(from, to)), err
		},
		lines: func() []int { return s.code.stopsOf(frames[min(outer, len(frames)):]) },
	})
}

// depth says how deep in calls a script stands.
type depth struct {
	frames    int
	coroutine bool        // of which nothing outside is known
	functions []*function // those that the innermost line may belong to
}

func (s *Session) depthOf(frames []ldb.Frame) depth {
	if len(frames) == 0 {
		return depth{}
	}
	return depth{
		frames:    len(frames),
		coroutine: s.code.surely(frames[len(frames)-1].Line) != nil,
		functions: s.code.around(frames[0].Line),
	}
}

// left reports whether the function has been left when the script is at to. What runs in
// a coroutine has been called from where it is not seen.
func (d depth) left(to depth) bool {
	if d.coroutine != to.coroutine {
		return d.coroutine
	}
	return to.frames < d.frames
}

// same reports whether to is in the same function: a tail call replaces a function by
// another of the same depth.
func (d depth) same(to depth) bool {
	if d.coroutine != to.coroutine || to.frames != d.frames {
		return false
	}
	return slices.ContainsFunc(d.functions, func(f *function) bool { return slices.Contains(to.functions, f) })
}

// trace asks for the frames once for each place.
func (s *Session) trace() ([]ldb.Frame, error) {
	if s.ended {
		return nil, ldb.ErrEnded
	}
	if s.traced == nil {
		frames, err := s.client.Trace()
		if err != nil {
			return nil, err
		}
		s.traced = frames
	}
	return s.traced, nil
}
