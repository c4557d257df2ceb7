package main

import (
	"bytes"
	"os"
	"sync/atomic"
)

// lineCount counts lines, and throws them away.
type lineCount struct{ n atomic.Int64 }

func (c *lineCount) Write(p []byte) (int, error) {
	c.n.Add(int64(bytes.Count(p, []byte{'\n'})))
	return len(p), nil
}

// nullFile is the system's file that holds nothing, so that each Write is a system call
// as it is for a log, and no disk is measured. It counts lines.
type nullFile struct {
	file  *os.File
	lines lineCount
}

func openNull() (*nullFile, error) {
	f, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	return &nullFile{file: f}, err
}

func (f *nullFile) Write(p []byte) (int, error) {
	n, err := f.file.Write(p)
	f.lines.Write(p[:n])
	return n, err
}

func (f *nullFile) arrived() int { return int(f.lines.n.Load()) }
