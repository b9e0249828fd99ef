// Package docs makes the documents that show code, from archives that are
// generated, compiled and run, so that what they show is what happens.
//
// It leaves out the pages of the lint rules, which package lint makes.
package docs
