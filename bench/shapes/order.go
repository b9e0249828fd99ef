// Package shapes holds a script for each shape of a reply, and what luagen generates of it.
package shapes

// Order is what ReadOrder reads.
type Order struct {
	ID    string `json:"id"`
	Total int64  `json:"total"`
	Lines []Line `json:"lines"`
}

// Line is a line of an order.
type Line struct {
	Article string `json:"article"`
	Count   int64  `json:"count"`
}
