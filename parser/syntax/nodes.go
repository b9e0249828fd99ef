package syntax

// nodes makes the nodes that scripts have most of, several at once, and the lists in them. They live
// as long as their tree does.
type nodes struct {
	names    slab[NameExpr]
	declared slab[Name]
	strings  slab[StringExpr]
	numbers  slab[NumberExpr]
	indexes  slab[IndexExpr]
	calls    slab[CallExpr]
	binaries slab[BinaryExpr]
	locals   slab[LocalStmt]
	blocks   slab[Block]

	exprs lists[Expr]
	stmts lists[Stmt]
	named lists[*Name]
}

// slab makes nodes of one type.
type slab[T any] struct {
	made []T // never moved: nodes are pointed to
	size int
}

// add makes a node.
func (s *slab[T]) add(node T) *T {
	if len(s.made) == cap(s.made) {
		s.size = min(max(2*s.size, 4), 64)
		s.made = make([]T, 0, s.size)
	}
	s.made = append(s.made, node)
	return &s.made[len(s.made)-1]
}

// lists makes lists of one type.
type lists[T any] struct {
	made []T
	size int
}

// copy makes a list of some elements. What is appended to it leaves the others alone.
func (l *lists[T]) copy(of []T) []T {
	if len(of) == 0 {
		return nil
	}
	if cap(l.made)-len(l.made) < len(of) {
		l.size = min(max(2*l.size, 8), 64)
		l.made = make([]T, 0, max(l.size, len(of)))
	}
	from := len(l.made)
	l.made = append(l.made, of...)
	return l.made[from:len(l.made):len(l.made)]
}
