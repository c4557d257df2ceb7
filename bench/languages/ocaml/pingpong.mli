(** [run ~there ~back n] sends one value at a time through one lane to an echo, which sends it back
    through the other, [n] times: each round trip needs the one before. When one lane ends, so does
    the other, also after an error. *)
val run : there:Lane.t -> back:Lane.t -> int -> Gate.spent
