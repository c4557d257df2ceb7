(** What the scenarios need of a queue. It has no close: it ends with [Values.end_of_values]. *)
type t = { send : int -> unit; receive : unit -> int }

(** A lane through a new bounded queue, which has been filled and drained once. Raises
    [Complaint.Wrong] unless it held exactly as many values as asked for. *)
val bounded : int -> t

(** A lane through a new channel of the standard library's [Event], which holds nothing: a sender
    and a receiver wait for each other. Raises [Complaint.Wrong] unless the channel refused a value
    while nobody was receiving. *)
val rendezvous : unit -> t

(** [lossy lost lane] loses one value, the one that is sent as number [lost], from 1. It shows that
    a wrong sum ends the program. *)
val lossy : int -> t -> t

(** [close lane ~consumers] tells each of them that nothing more will come. *)
val close : t -> consumers:int -> unit
