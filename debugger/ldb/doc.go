// Package ldb is a client of the script debugger in Redis (SCRIPT DEBUG): it runs a
// script stop by stop and says what happened in between.
//
// It knows lines of the text that was sent and nothing of files, includes, stepping over
// calls or conditions, which are package debugger's.
package ldb
