package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// A file is what is to be written.
type file struct {
	path string
	text []byte
}

// writeAll writes files and the directories that they are in. A file is there as a
// whole or as it was before, and none is new if one cannot be written.
func writeAll(files []file) (err error) {
	var temporary []string
	defer func() {
		for _, name := range temporary {
			os.Remove(name)
		}
	}()
	for _, f := range files {
		name, err := writeTemporary(f)
		if name != "" {
			temporary = append(temporary, name)
		}
		if err != nil {
			return err
		}
	}
	for i, f := range files {
		if err := os.Rename(temporary[i], f.path); err != nil {
			return err
		}
	}
	return nil
}

// writeTemporary writes f beside where it is to be, and returns the name of what it
// has made.
func writeTemporary(f file) (name string, err error) {
	if info, err := os.Stat(f.path); err == nil && info.IsDir() {
		return "", fmt.Errorf("%s is a directory: the output must be a file", f.path)
	}
	dir := filepath.Dir(f.path)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	to, err := os.CreateTemp(dir, ".report-*")
	if err != nil {
		return "", err
	}
	_, err = to.Write(f.text)
	// CreateTemp lets nobody else read; a report is for others.
	return to.Name(), errors.Join(err, to.Chmod(0o644), to.Close())
}
