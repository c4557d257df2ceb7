// Package asynclog writes logs on a goroutine of its own, so that who logs waits for
// a queue and not for a disk: a [Handler] for log/slog and a [Writer] for what wants
// an io.Writer, as zerolog does. Both are a bounded queue, a policy for when it is
// full, and one loop around queue.RecvMany.
//
//	q := ring.NewMPSC[*asynclog.Line](1024)
//	w := asynclog.NewWriter(os.Stderr, q, asynclog.Options{Policy: asynclog.Drop})
//	defer w.Close(context.Background())
//	log := zerolog.New(w)
//
// The queue is the caller's choice. Its receiving side belongs to the package: one
// goroutine receives, which is what ring.NewMPSC is for.
//
// What such a logger costs is what is in the queue when the program dies without
// Close: by os.Exit, a signal or a panic. So a program that must not lose its last
// words writes those directly.
//
// A program of its own has little to add to these files, and can copy them.
package asynclog
