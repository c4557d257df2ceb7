//go:build sched

package wait

// SetBorne sets how many losses make a waiter starve. It is for tests, which would need
// long schedules for the usual number.
func (r *Room[T]) SetBorne(losses int) { r.borne = losses }
