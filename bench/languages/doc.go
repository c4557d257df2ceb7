// Package languages has the programs that measure queues of other languages, and the
// scripts that build them. README.md says what such a program does.
package languages
