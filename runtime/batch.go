package runtime

// Command is a call of any result type, for Pipeline and Tx. Only Call
// implements it.
type Command interface {
	arguments() *Args
	settle(raw []byte, err error)
	outcome() error
}
