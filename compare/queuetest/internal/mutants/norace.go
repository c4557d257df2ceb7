package mutants

// What the race detector does not see: an access that orders nothing.

//go:norace
//go:noinline
func storePlain(p *uint32, v uint32) { *p = v }

//go:norace
//go:noinline
func loadPlain(p *uint32) uint32 { return *p }
