package parser

// check reports what is wrong with the annotations together.
func (h *headerReader) check() {}
