(* A command line that makes no sense: one line that names what was given and what is
   allowed. The program ends with status 2. *)
exception Usage of string

(* A queue that did not do what a queue does. The program ends with status 1. *)
exception Wrong of string
