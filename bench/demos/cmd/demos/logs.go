package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue/bench/demos/asynclog"
	"github.com/boundedq/queue/ring"
	"github.com/rs/zerolog"
	"github.com/rs/zerolog/diode"
)

func zerologSection() section {
	ours := func(o asynclog.Options) func(int) (client, error) {
		return zerologTo(func(to *nullFile, capacity int) (io.Writer, func(context.Context) error, func() tally) {
			w := asynclog.NewWriter(to, ring.NewMPSC[*asynclog.Line](capacity), o)
			return w, w.Close, func() tally { return oursTally(to, w.Report()) }
		})
	}
	return section{"zerolog, to the null file", []variant{
		{"no queue, a lock", zerologTo(unqueued)},
		{"diode, waiting", zerologTo(throughDiode(0))},
		{"diode, polling every 10 ms", zerologTo(throughDiode(10 * time.Millisecond))},
		{"channel, drop", zerologTo(throughChannel(false))},
		{"asynclog, drop", ours(asynclog.Options{Policy: asynclog.Drop})},
		{"asynclog, drop, joined", ours(asynclog.Options{Policy: asynclog.Drop, Join: true})},
		{"channel, block", zerologTo(throughChannel(true))},
		{"asynclog, block", ours(asynclog.Options{Policy: asynclog.Block})},
		{"asynclog, block, joined", ours(asynclog.Options{Policy: asynclog.Block, Join: true})},
	}}
}

// A through puts something asynchronous in front of a file.
type through func(to *nullFile, capacity int) (w io.Writer, close func(context.Context) error, tally func() tally)

// zerologTo opens a zerolog logger that writes through something.
func zerologTo(t through) func(int) (client, error) {
	return func(capacity int) (client, error) {
		file, err := openNull()
		if err != nil {
			return client{}, err
		}
		w, closeWriter, tally := t(file, capacity)
		log := zerolog.New(w).With().Timestamp().Logger()
		return client{
			send: func(producer, i int) {
				log.Info().Int("producer", producer).Int("seq", i).Str("path", "/v1/items").Msg("request served")
			},
			close: func(ctx context.Context) error { return errors.Join(closeWriter(ctx), file.file.Close()) },
			tally: tally,
		}, nil
	}
}

func unqueued(to *nullFile, _ int) (io.Writer, func(context.Context) error, func() tally) {
	return zerolog.SyncWriter(to), func(context.Context) error { return nil },
		func() tally { return tally{arrived: to.arrived(), promise: lossless} }
}

// throughDiode promises nothing: the diode tells of what it noticed to be overwritten.
func throughDiode(poll time.Duration) through {
	return func(to *nullFile, capacity int) (io.Writer, func(context.Context) error, func() tally) {
		var missed atomic.Int64
		w := diode.NewWriter(to, capacity, poll, func(n int) { missed.Add(int64(n)) })
		return w, func(context.Context) error { return w.Close() },
			func() tally { return tally{arrived: to.arrived(), dropped: int(missed.Load())} }
	}
}

func throughChannel(block bool) through {
	return func(to *nullFile, capacity int) (io.Writer, func(context.Context) error, func() tally) {
		w := newChanWriter(to, capacity, block)
		t := tally{promise: bestEffort}
		if block {
			t.promise = lossless
		}
		return w, func(context.Context) error { return w.Close() }, func() tally {
			t.arrived, t.dropped = to.arrived(), int(w.dropped.Load())
			return t
		}
	}
}

func slogSection() section {
	ours := func(policy asynclog.Policy) func(int) (client, error) {
		return func(capacity int) (client, error) {
			file, err := openNull()
			if err != nil {
				return client{}, err
			}
			h := asynclog.NewHandler(slog.NewJSONHandler(file, nil), ring.NewMPSC[asynclog.Record](capacity), asynclog.Options{Policy: policy})
			return client{
				send:  slogTo(h),
				close: func(ctx context.Context) error { return errors.Join(h.Close(ctx), file.file.Close()) },
				tally: func() tally { return oursTally(file, h.Report()) },
			}, nil
		}
	}
	return section{"slog's JSONHandler, to the null file", []variant{
		{"no queue, a lock", func(int) (client, error) {
			file, err := openNull()
			if err != nil {
				return client{}, err
			}
			return client{
				send:  slogTo(slog.NewJSONHandler(file, nil)),
				close: func(context.Context) error { return file.file.Close() },
				tally: func() tally { return tally{arrived: file.arrived(), promise: lossless} },
			}, nil
		}},
		{"asynclog.Handler, drop", ours(asynclog.Drop)},
		{"asynclog.Handler, block", ours(asynclog.Block)},
		{"asynclog.Writer, block, joined", func(capacity int) (client, error) {
			file, err := openNull()
			if err != nil {
				return client{}, err
			}
			w := asynclog.NewWriter(file, ring.NewMPSC[*asynclog.Line](capacity), asynclog.Options{Join: true})
			return client{
				send:  slogTo(slog.NewJSONHandler(w, nil)),
				close: func(ctx context.Context) error { return errors.Join(w.Close(ctx), file.file.Close()) },
				tally: func() tally { return oursTally(file, w.Report()) },
			}, nil
		}},
	}}
}

func slogTo(h slog.Handler) func(producer, i int) {
	log := slog.New(h)
	return func(producer, i int) {
		log.LogAttrs(context.Background(), slog.LevelInfo, "request served",
			slog.Int("producer", producer), slog.Int("seq", i), slog.String("path", "/v1/items"))
	}
}

func oursTally(to *nullFile, r asynclog.Report) tally {
	return tally{arrived: to.arrived(), promise: addsUp, accepted: int(r.Accepted), dropped: int(r.Dropped())}
}
