package queuetest

import (
	"context"
	"fmt"
	"go/token"
	"reflect"
	"runtime"
	"strings"
	"time"
)

var zeroCases = []testCase{
	{
		name: "Misuse/ZeroValue", keeps: zeroPanics, run: zeroValue, since: 3,
		about: "Each method of the zero value panics with a message of the queue's own, each time that it is called, and after any other. In a child process, since one that runs in circles cannot be stopped.",
	},
}

func zeroValue(t *trial) {
	typ := reflect.TypeOf(inner(t.New(t.cap(1))))
	if reason := unnamed(typ); reason != "" {
		t.Skipf("nobody can have a zero value of it: %s", reason)
	}
	if t.tb == nil {
		t.useZero(typ)
		return
	}
	t.inChild("used a zero value", func() { t.useZero(typ) })
}

// unnamed returns why other packages cannot write "var q T" for a queue of type *T
// or T, or nothing if they can. A type that is declared in a function cannot be told
// from others, and is taken for one that can be named.
func unnamed(typ reflect.Type) string {
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	name, _, _ := strings.Cut(typ.Name(), "[") // of its type arguments
	switch pkg := typ.PkgPath(); {
	case name == "":
		return "its type has no name"
	case !token.IsExported(name):
		return fmt.Sprintf("its type %v is not exported", typ)
	case pkg == "main" || strings.HasSuffix(pkg, "_test") || strings.HasSuffix(pkg, ".test"):
		return fmt.Sprintf("the package of its type %v cannot be imported", typ)
	}
	return ""
}

// useZero calls each method of a zero value, and after it each again, since the
// first may have left a lock behind.
func (t *trial) useZero(typ reflect.Type) {
	methods := t.methods(typ)
	for _, first := range methods {
		q := reflect.Zero(typ)
		if typ.Kind() == reflect.Pointer {
			q = reflect.New(typ.Elem())
		}
		t.set("type=%v", typ)
		t.callZero(q, first, "")
		for _, method := range methods {
			t.callZero(q, method, ", called after "+first+",")
		}
	}
}

// methods returns which operations a queue has, of those of the contract.
func (t *trial) methods(typ reflect.Type) []string {
	var names []string
	for _, name := range []string{
		"Send", "TrySend", "Recv", "TryRecv", "Len", "Cap", "Close",
		"SendMany", "RecvMany", "Closed", "RecvReady", "SendReady",
	} {
		switch _, ok := typ.MethodByName(name); {
		case !ok, name == "Len" && t.cfg.lacks.noLen, name == "Close" && t.cfg.lacks.noClose:
		default:
			names = append(names, name)
		}
	}
	return names
}

// callZero expects that a method of a zero value panics, and not for some reason of
// the runtime's, which tells nobody what to do.
func (t *trial) callZero(q reflect.Value, method, after string) {
	f := q.MethodByName(method)
	var args []reflect.Value
	for i := range f.Type().NumIn() {
		args = append(args, anyArgument(f.Type().In(i)))
	}
	var panicked any
	done := make(chan struct{})
	t.Go(func() {
		defer close(done)
		defer func() { panicked = recover() }()
		f.Call(args)
	})
	if !t.ends(done) {
		t.Fatalf("%s of a zero value%s does not return; it has to panic and to name the constructor", method, after)
	}
	switch p := panicked.(type) {
	case nil:
		t.Fatalf("%s of a zero value%s returned; it has to panic and to name the constructor", method, after)
	case runtime.Error:
		t.Fatalf("%s of a zero value%s panicked with %q, which names no constructor", method, after, p)
	default:
		if fmt.Sprint(p) == "" {
			t.Fatalf("%s of a zero value%s panicked without a message", method, after)
		}
	}
}

// anyArgument returns an argument that an operation can do something with.
func anyArgument(typ reflect.Type) reflect.Value {
	ctx := reflect.ValueOf(background)
	switch {
	case typ == reflect.TypeFor[context.Context]():
		return ctx
	case typ.Kind() == reflect.Slice:
		return reflect.MakeSlice(typ, 1, 1)
	}
	return reflect.Zero(typ)
}

// ends reports whether a goroutine closes done. It does not if it waits, since
// nobody will wake it, and is taken not to if it has run for a quarter of the
// watchdog's time.
func (t *trial) ends(done <-chan struct{}) bool {
	stage, observed := t.stage.(realTimeStage)
	deadline := time.Now().Add(t.cfg.watchdog / 4)
	for pause := time.Duration(0); ; pause = min(pause+20*time.Microsecond, time.Millisecond) {
		for range 10 {
			runtime.Gosched()
			select {
			case <-done:
				return true
			default:
			}
		}
		if observed {
			if others, _ := stage.look(); len(others) > 0 && len(busy(others)) == 0 {
				return false
			}
		}
		if time.Now().After(deadline) {
			return false
		}
		time.Sleep(pause)
	}
}
