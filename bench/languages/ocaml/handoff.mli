(** [run lane ~producers ~consumers n] sends [n] values from the producers to the consumers through
    one lane, as fast as they go. The last producer to end closes it. *)
val run : Lane.t -> producers:int -> consumers:int -> int -> Gate.spent
