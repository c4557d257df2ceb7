(** The bounded queue of the textbooks: a [Queue] under a [Mutex], with one [Condition] for those
    who wait for room and one for those who wait for a value. *)

type 'a t

(** A new queue holds [capacity] values, 1 or more: a value is put into it by one thread and taken
    out by another, so with room for none nothing could pass. *)
val create : int -> 'a t

(** Waits until there is room. *)
val send : 'a t -> 'a -> unit

(** Waits until there is a value. *)
val receive : 'a t -> 'a

(** Returns [false] if there is no room. *)
val try_send : 'a t -> 'a -> bool

(** Returns [None] if there is no value. *)
val try_receive : 'a t -> 'a option
