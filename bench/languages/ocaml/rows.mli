(** A queue and the cells that it has. *)
type t = {
  impl : string;
  about : string;  (** the library, how it waits, and why a cell is missing *)
  cells : Cell.t list;
  listed : bool;
  any_capacity : bool;  (** the cells stand for those of any capacity from 1 *)
  run : Cell.t -> int -> Gate.spent;  (** runs so many operations in one cell *)
}

val all : t list

(** Returns the row that has the cell, or raises [Complaint.Usage]. *)
val row_of : Cell.t -> t
