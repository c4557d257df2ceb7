type spent = { wall : float; processor : float }

(* The standard library has no monotonic clock. This one counts microseconds, and a run during which
   somebody sets it is wrong. *)
let wall_now () = Unix.gettimeofday ()

(* Unix.times asks getrusage, which counts microseconds. *)
let processor_now () =
  let t = Unix.times () in
  t.tms_utime +. t.tms_stime

(* The mutex is for the counts and for open_. A thread that stands at the gate holds it until it
   sleeps, so once all have been counted, all are asleep. *)
type t = {
  mutex : Mutex.t;
  opened : Condition.t;
  changed : Condition.t; (* one of the counts *)
  mutable standing : int;
  mutable ended : int;
  mutable open_ : bool;
}

let create () =
  {
    mutex = Mutex.create ();
    opened = Condition.create ();
    changed = Condition.create ();
    standing = 0;
    ended = 0;
    open_ = false;
  }

let pass gate =
  Mutex.lock gate.mutex;
  gate.standing <- gate.standing + 1;
  Condition.signal gate.changed;
  while not gate.open_ do
    Condition.wait gate.opened gate.mutex
  done;
  Mutex.unlock gate.mutex

let leave gate =
  Mutex.lock gate.mutex;
  gate.ended <- gate.ended + 1;
  Condition.signal gate.changed;
  Mutex.unlock gate.mutex

let open_now gate =
  Mutex.lock gate.mutex;
  gate.open_ <- true;
  Condition.broadcast gate.opened;
  Mutex.unlock gate.mutex

let wait_until gate reached =
  Mutex.lock gate.mutex;
  while not (reached ()) do
    Condition.wait gate.changed gate.mutex
  done;
  Mutex.unlock gate.mutex

let timed workers =
  let count = List.length workers in
  let gate = create () in
  let failures = Array.make count None in
  let run i work =
    pass gate;
    (try work () with failure -> failures.(i) <- Some failure);
    leave gate
  in
  let threads = List.mapi (fun i work -> Thread.create (fun () -> run i work) ()) workers in
  wait_until gate (fun () -> gate.standing = count);

  let processor = processor_now () in
  let wall = wall_now () in
  open_now gate;
  wait_until gate (fun () -> gate.ended = count);
  let wall = wall_now () -. wall in
  let processor = processor_now () -. processor in

  List.iter Thread.join threads;
  Array.iter (Option.iter raise) failures;
  { wall; processor }
