// A module of its own, as a queue by somebody else would be.
module example.com/customqueue

go 1.25

require github.com/boundedq/queue v0.0.0-00010101000000-000000000000

require golang.org/x/sys v0.30.0 // indirect

replace github.com/boundedq/queue => ../../..
