// Package core is what a call of a script is apart from the client that sends it: the
// script, its keys and arguments, the decoding of its reply, and its errors. It imports no
// client.
//
// Programs and generated code use package runtime, which has all of it under the same names
// and sends calls with go-redis. The rest of this package is for transports.
//
// # Transports
//
// A transport sends calls with one client. It gets the words of a command from a Request:
// As sets the command's name and what stands for the script, EVALSHA and the SHA-1 or EVAL
// and the text; the third word is the number of keys. When the reply has come, Decode makes
// the result of it. NOSCRIPT says that the script must be loaded and the call sent again;
// Loads keeps those who meet it at the same time from all doing so.
//
//	req := core.RequestOf(args)
//	if req.Err != nil {
//		return req.Err
//	}
//	words := req.As(core.BySHA)
//	… send the words, and receive the reply …
//	n, err := core.Decode(req, reply, (*core.Decoder).Int)
package core
