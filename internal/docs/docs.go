// Package docs makes the documents that show code, from archives that are
// generated, compiled and run, so that what they show is what happens.
//
// The pages of the lint rules are made by package lint.
package docs
