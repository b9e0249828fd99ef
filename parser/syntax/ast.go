package syntax

// Range is the half-open byte range of a node in the parsed text.
type Range struct {
	From, To int
}

// Span returns the range itself; it makes every node that embeds Range a Node.
func (r Range) Span() Range { return r }

// Node is any part of the syntax tree.
type Node interface {
	Span() Range
}

// Name is an identifier where it is declared or used.
type Name struct {
	Place
	Text string
}

// Block is a sequence of statements in one scope. Its range runs from the first
// token after the opening keyword to the closing keyword (or the end of the text).
type Block struct {
	Range
	Stmts []Stmt
}

// Chunk is a whole parsed script.
type Chunk struct {
	Block    *Block
	Comments []Comment // every comment, in source order
	Shebang  Range     // the "#!…" line without its newline; empty when there is none
	Indexes  int       // what Place.Index of its expressions and names is less than
	First    int       // offset of the first Lua token; the length of the text when there is none

	// NestedLong holds, for every level-0 long string or comment that holds another
	// "[[", that second "[[". Redis and Valkey refuse it ("nesting of [[...]] is
	// deprecated"); builds that use the system's Lua, such as Debian's, accept it.
	NestedLong []Range

	// Errors are the places where the text is not Lua, in source order; the first is the
	// one that Redis reports. Echoes of one mistake are left out, and there are at most 50.
	Errors []*Error
	// Loose is set when after an error it is a guess which block a statement belongs to, or
	// which variables it sees: it may be in another function, or in or out of a loop.
	Loose bool
}

// Comment is a "--" line comment or a "--[[ ]]" block comment, its dashes included
// and, for a line comment, its newline not.
type Comment struct {
	Range
	Block bool // "--[[ … ]]" of any level
}

// Stmt is a statement.
type Stmt interface {
	Node
	stmt()
}

// The statements of Lua 5.1.
type (
	// LocalStmt is "local a, b = x, y"; Exprs is empty without "=".
	LocalStmt struct {
		Range
		Names []*Name
		Exprs []Expr
	}
	// AssignStmt is "a, t[k] = x, y". Targets are *NameExpr or *IndexExpr.
	AssignStmt struct {
		Range
		Targets []Expr
		Exprs   []Expr
	}
	// CallStmt is a call used as a statement.
	CallStmt struct {
		Range
		Call *CallExpr
	}
	// DoStmt is "do … end".
	DoStmt struct {
		Range
		Body *Block
	}
	// WhileStmt is "while c do … end".
	WhileStmt struct {
		Range
		Cond Expr
		Body *Block
	}
	// RepeatStmt is "repeat … until c"; Cond sees the locals of Body.
	RepeatStmt struct {
		Range
		Body *Block
		Cond Expr
	}
	// IfStmt is "if … elseif … else … end", one clause each.
	IfStmt struct {
		Range
		Clauses []IfClause
		Else    *Block // nil without else
	}
	// NumericFor is "for i = a, b[, c] do … end".
	NumericFor struct {
		Range
		Var          *Name
		Start, Limit Expr
		Step         Expr // nil when left out
		Body         *Block
	}
	// GenericFor is "for k, v in … do … end".
	GenericFor struct {
		Range
		Names []*Name
		Exprs []Expr
		Body  *Block
	}
	// FuncStmt is "function a.b:c() … end".
	FuncStmt struct {
		Range
		Target Expr  // *NameExpr, or *IndexExpr with a string key
		Method *Name // nil without ":name"; not part of Target
		Func   *FuncExpr
	}
	// LocalFunc is "local function f() … end".
	LocalFunc struct {
		Range
		Name *Name
		Func *FuncExpr
	}
	// ReturnStmt is "return …".
	ReturnStmt struct {
		Range
		Exprs []Expr
	}
	// BreakStmt is "break".
	BreakStmt struct{ Range }
	// ErrorStmt is text that is no statement. It may do anything: assign to every
	// variable that it names, return, break.
	ErrorStmt struct {
		Range
		Parts []Expr // the expressions that could be read of it, in source order
	}
)

// IfClause is "if c then …" or "elseif c then …".
type IfClause struct {
	Range // from the keyword to the end of Body
	Cond  Expr
	Body  *Block
}

// Expr is an expression.
type Expr interface {
	Node
	Index() int // see Place
	expr()
}

// Place is where an expression stands, and which one of its tree it is.
type Place struct {
	Range
	index int32
}

// Index numbers the expressions and names of a tree: each has its own number, at least 0 and less
// than Chunk.Indexes. What is known of them can be kept in a slice by it.
func (p Place) Index() int { return int(p.index) }

// The expressions of Lua 5.1.
type (
	// NilExpr is "nil".
	NilExpr struct{ Place }
	// BoolExpr is "true" or "false".
	BoolExpr struct {
		Place
		Value bool
	}
	// NumberExpr is a numeral.
	NumberExpr struct {
		Place
		Value float64
		Raw   string // as written
	}
	// StringExpr is a string literal in any of Lua's quotings. The key of "t.name"
	// is one too, with Dot set.
	StringExpr struct {
		Place
		Value string // the bytes it denotes
		Dot   bool   // the name after a "." or ":", or a "name =" table key
	}
	// VarargExpr is "...".
	VarargExpr struct{ Place }
	// FuncExpr is a function body. In "function f(…) end" its range starts at "(".
	FuncExpr struct {
		Place
		Params []*Name // without "self"
		Vararg bool
		Method bool // declared with ":", so that "self" is in scope
		Body   *Block
	}
	// NameExpr is a variable: a local, an upvalue or a global.
	NameExpr struct {
		Place
		Name string
	}
	// IndexExpr is "x[k]" or "x.k".
	IndexExpr struct {
		Place
		X   Expr
		Key Expr
	}
	// CallExpr is "f(…)", "f'…'", "f{…}" or, with Method, "x:m(…)".
	CallExpr struct {
		Place
		Func   Expr        // the function, or the receiver of a method call
		Method *StringExpr // nil for a plain call
		Args   []Expr
	}
	// TableExpr is a table constructor.
	TableExpr struct {
		Place
		Fields []TableField
	}
	// ParenExpr is "(x)", which also cuts multiple values to one.
	ParenExpr struct {
		Place
		X Expr
	}
	// UnaryExpr is "-x", "not x" or "#x".
	UnaryExpr struct {
		Place
		Op Op
		X  Expr
	}
	// BinaryExpr is "x op y".
	BinaryExpr struct {
		Place
		Op   Op
		X, Y Expr
	}
	// ErrorExpr stands where an expression is missing (its range is then empty) or is
	// text that is none. It may be any value and, in last place, any number of values.
	ErrorExpr struct {
		Place
		Parts []Expr // the expressions that could be read of it, in source order
	}
)

// TableField is one entry of a table constructor. Key is nil for a positional one.
type TableField struct {
	Range
	Key   Expr // *StringExpr with Dot for "name = v"
	Value Expr
}

// Op is an operator.
type Op int

// The operators, named after their Lua spelling.
const (
	OpAdd    Op = iota // +
	OpSub              // -
	OpMul              // *
	OpDiv              // /
	OpMod              // %
	OpPow              // ^
	OpConcat           // ..
	OpEq               // ==
	OpNe               // ~=
	OpLt               // <
	OpLe               // <=
	OpGt               // >
	OpGe               // >=
	OpAnd              // and
	OpOr               // or
	OpNot              // not
	OpNeg              // unary -
	OpLen              // #
)

func (*LocalStmt) stmt()  {}
func (*AssignStmt) stmt() {}
func (*CallStmt) stmt()   {}
func (*DoStmt) stmt()     {}
func (*WhileStmt) stmt()  {}
func (*RepeatStmt) stmt() {}
func (*IfStmt) stmt()     {}
func (*NumericFor) stmt() {}
func (*GenericFor) stmt() {}
func (*FuncStmt) stmt()   {}
func (*LocalFunc) stmt()  {}
func (*ReturnStmt) stmt() {}
func (*BreakStmt) stmt()  {}
func (*ErrorStmt) stmt()  {}

func (*NilExpr) expr()    {}
func (*BoolExpr) expr()   {}
func (*NumberExpr) expr() {}
func (*StringExpr) expr() {}
func (*VarargExpr) expr() {}
func (*FuncExpr) expr()   {}
func (*NameExpr) expr()   {}
func (*IndexExpr) expr()  {}
func (*CallExpr) expr()   {}
func (*TableExpr) expr()  {}
func (*ParenExpr) expr()  {}
func (*UnaryExpr) expr()  {}
func (*BinaryExpr) expr() {}
func (*ErrorExpr) expr()  {}
