package asynclog_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"github.com/boundedq/queue/bench/demos/asynclog"
	"github.com/boundedq/queue/ring"
	"github.com/rs/zerolog"
)

func ExampleWriter() {
	q := ring.NewMPSC[*asynclog.Line](1024)
	w := asynclog.NewWriter(os.Stdout, q, asynclog.Options{Policy: asynclog.Drop, Join: true})
	log := zerolog.New(w)
	log.Info().Str("path", "/v1/items").Msg("request served")

	if err := w.Close(context.Background()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(w.Report().Written, "written,", w.Report().Dropped(), "dropped")
	// Output:
	// {"level":"info","path":"/v1/items","message":"request served"}
	// 1 written, 0 dropped
}

func ExampleHandler() {
	text := slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: withoutTime})
	h := asynclog.NewHandler(text, ring.NewMPSC[asynclog.Record](1024), asynclog.Options{})
	log := slog.New(h).With("service", "shop")
	log.Info("request served", "path", "/v1/items")

	if err := h.Close(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// level=INFO msg="request served" service=shop path=/v1/items
}

func withoutTime(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}
