// Package debugger runs a script under Redis's script debugger as debuggers do: with
// breakpoints on lines of its files, steps in, over and out, the variables of every frame
// and expressions over them.
//
// The server runs the script's own bytes. What the server's debugger cannot do by itself is
// made of its steps and prints: it knows neither files nor conditions, and evaluates nothing
// that names a local variable. Terminal and editor are internal/cli's and package
// debugger/dap's.
package debugger
