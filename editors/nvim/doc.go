// Package nvim tests the language server in Neovim, as it is used there.
//
// It holds nothing but its test, which "make editors" runs: it needs nvim.
package nvim
