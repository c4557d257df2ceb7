(** [next_n n ~elapsed ~goal] is how many operations should take [goal] seconds, when [n] of them
    took [elapsed]: as Go's testing package predicts it, a fifth more than that, at least one more
    than [n] and at most 100 times as many, and never above 10{^9}. *)
val next_n : int -> elapsed:float -> goal:float -> int

type result = { n : int; spent : Gate.spent }

(** Runs more and more operations until they take [goal] seconds, and returns that run. *)
val measure : (int -> Gate.spent) -> goal:float -> result
