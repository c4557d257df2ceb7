(** What a run took, in seconds: on the wall clock, and in processor time of the whole process,
    user and system. *)
type spent = { wall : float; processor : float }

(** Runs the workers, each in a thread of its own. All of them stand at a gate, where they sleep.
    The clocks start when it opens and stop when the last of them has ended. Raises what the first
    worker that failed has raised. *)
val timed : (unit -> unit) list -> spent
