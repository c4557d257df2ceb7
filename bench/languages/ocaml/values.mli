(** What is sent, and what must have arrived.

    A value is its producer's number, from 0, in the bits from 48 up and a sequence number,
    from 1 up, in the 48 low ones. An [int] has 63 bits, so the numbers are those of the other
    languages as long as there are fewer than 2{^14} producers, but a sum of them wraps around
    at 2{^63} and not at 2{^64}. An [Int64] would have the right sum and be an object on the
    heap, which nobody who sends numbers through a queue would choose. *)

(** All ones: the end of a queue that cannot be closed. Each consumer gets one, behind all
    values. *)
val end_of_values : int

(** The values of one producer: sequence numbers 1 to [n]. *)
type source = { producer : int; n : int }

val first : source -> int
val last : source -> int

(** What the values add up to, modulo 2{^63}, and their exclusive or. Neither loops over the
    values: what a run should have delivered is known without repeating it. *)
val sum : source -> int

val exclusive_or : source -> int

(** [sources_of n ~producers] divides [n] exactly: the first producers send one more where it
    does not divide evenly. *)
val sources_of : int -> producers:int -> source list

(** What one consumer received. Only its thread touches it until that has ended. It has no
    padding, because no two threads run at a time. *)
type tally

val tally : producers:int -> tally

(** Counts one value. Those of one producer reach any one consumer in the order in which they
    were sent, however many consumers there are. *)
val add : tally -> int -> unit

(** Raises [Complaint.Wrong] unless the consumers together received exactly the values of the
    sources, and each consumer those of each producer in order. *)
val verify : source list -> tally list -> unit
