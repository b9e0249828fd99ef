package lint

// runSyntax adds to what the parser refuses the one thing that some builds of
// Redis accept.
func runSyntax(p *pass) {
	for _, r := range p.script.Chunk.NestedLong {
		p.warn(r, "\"[[\" inside of [[ … ]] is refused by Redis and Valkey (\"nesting of [[...]] is deprecated\"); use [=[ … ]=] for the outer one")
	}
}
