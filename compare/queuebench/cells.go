package queuebench

// Cells returns the cells that [Run] would measure, in its order, for a program that
// shuffles them, leaves some out or gives them other names. It fails where Run would.
// That the queues keep the part of the contract that the numbers rely on is then for
// the program to see to.
func Cells(impls []Impl, opts ...Option) ([]Cell, error) {
	return newConfig(opts).matrix(impls)
}
