// Package terminal tests "luagen debug" in a real terminal, as it is used there.
//
// It holds nothing but its test, which "make editors" runs: it needs tmux.
package terminal
