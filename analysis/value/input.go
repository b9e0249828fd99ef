package value

// InputTable is one of the two tables of inputs.
type InputTable int

// The tables of inputs.
const (
	KEYS InputTable = iota
	ARGV
)

// String is the table's Lua name.
func (t InputTable) String() string {
	if t == KEYS {
		return "KEYS"
	}
	return "ARGV"
}

// InputRef names one element of KEYS or ARGV. It is empty when Index is 0.
type InputRef struct {
	Table InputTable
	Index int // 1-based
}
