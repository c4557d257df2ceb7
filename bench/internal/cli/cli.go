// Package cli is the command line of the programs of this module that take numbers:
// one clear error for what is not allowed, and the exit status that goes with it.
package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
)

// A UsageError says what is wrong with a command line.
type UsageError string

func (e UsageError) Error() string { return string(e) }

// Exit ends the program of that name if err, which its run returned, is an error:
// with status 2 if it is a [UsageError], otherwise 1. That help was asked for is none.
func Exit(name string, err error) {
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return
	}
	fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
	var usage UsageError
	if errors.As(err, &usage) {
		os.Exit(2)
	}
	os.Exit(1)
}

// Parse parses a command line that has flags only. Help goes to stdout; it is
// [flag.ErrHelp], and anything that is not allowed a [UsageError].
func Parse(flags *flag.FlagSet, args []string, stdout io.Writer) error {
	flags.SetOutput(io.Discard) // one line of our own says it better
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(stdout, "Usage: %s [flags]\n", flags.Name())
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return err
	case err != nil:
		return UsageError(fmt.Sprintf("%v (%s -h lists the flags)", err, flags.Name()))
	case flags.NArg() > 0:
		return UsageError(fmt.Sprintf("argument %q: only flags are allowed", flags.Arg(0)))
	}
	return nil
}

// Between is the value of a flag that takes a number from Low to High.
type Between struct{ N, Low, High int }

func (b *Between) String() string { return strconv.Itoa(b.N) }

// Set sets the number, or says which are allowed.
func (b *Between) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < b.Low || n > b.High {
		return errors.New("must be " + b.Allowed())
	}
	b.N = n
	return nil
}

// Allowed says which numbers are allowed.
func (b *Between) Allowed() string { return fmt.Sprintf("a number from %d to %d", b.Low, b.High) }
