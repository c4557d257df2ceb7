package lane

//go:generate go run gen.go

// Direct returns the bare channel, which is the baseline, and then the rings, each
// called as the type that it is, one value at a time.
func Direct() []Kind {
	return []Kind{
		{Name: "chan", New: NewChan},
		{Name: "ring", New: newQueue},
		{Name: "spsc", New: newSPSC, Roles: Roles{Producers: 1, Consumers: 1}},
		{Name: "mpsc", New: newMPSC, Roles: Roles{Consumers: 1}},
		{Name: "spmc", New: newSPMC, Roles: Roles{Producers: 1}},
	}
}

// Roles is how many goroutines a queue is made for on each side at most; 0 is any
// number.
type Roles struct{ Producers, Consumers int }

// Allow reports whether a queue of these roles can have so many producers and
// consumers.
func (r Roles) Allow(producers, consumers int) bool {
	return (r.Producers == 0 || producers <= r.Producers) &&
		(r.Consumers == 0 || consumers <= r.Consumers)
}
