(** One combination that is measured; its name says which. *)
type t = {
  scenario : string;
  impl : string;
  capacity : int;
  producers : int;
  consumers : int;
}

(** The name without a number of processors. *)
val name : t -> string

(** What is in a cell of one implementation, as in its name, for messages. *)
val place : t -> string

(** Reads a name, or raises [Complaint.Usage]. The number of processors behind its last dash is
    checked and then left alone: the runtime lock lets one thread run at a time anyway. *)
val of_name : string -> t

(** Reads a decimal number without sign or leading zeros. *)
val number : least:int -> most:int -> string -> int option
