package wait

import (
	"sync"

	"github.com/boundedq/queue/internal/sched"
)

// A mutex guards the list of a room. It is a [sync.Mutex]. In a schedule a goroutine may be
// stopped while it holds one, since [Room.Feed] operates on the ring meanwhile: then
// those who need it must wait where the schedule sees them.
type mutex struct{ sync.Mutex }

func (m *mutex) Lock() {
	if sched.Enabled {
		for !m.TryLock() {
			sched.Spin("wait: list in use")
		}
		return
	}
	m.Mutex.Lock()
}
