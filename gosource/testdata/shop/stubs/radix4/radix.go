// Package radix has the face of the client that the tests need.
package radix

type EvalScript struct{}

func NewEvalScript(script string) EvalScript { return EvalScript{} }
