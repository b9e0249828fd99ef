// Package adapter speaks the Debug Adapter Protocol, so that editors can debug scripts: one
// client on one connection.
//
// It reads no files and starts no servers: who runs it says what a launch means.
package adapter
