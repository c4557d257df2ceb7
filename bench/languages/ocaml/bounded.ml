type 'a t = {
  capacity : int;
  values : 'a Queue.t; (* never longer than capacity; touched with the mutex held only *)
  mutex : Mutex.t;
  not_full : Condition.t;
  not_empty : Condition.t;
}

let create capacity =
  if capacity < 1 then invalid_arg "Bounded.create";
  {
    capacity;
    values = Queue.create ();
    mutex = Mutex.create ();
    not_full = Condition.create ();
    not_empty = Condition.create ();
  }

let is_full q = Queue.length q.values = q.capacity

(* Whoever has changed something unlocks before it signals: a thread that is woken while the
   mutex is still held would only go to sleep again. *)

let send q v =
  Mutex.lock q.mutex;
  while is_full q do
    Condition.wait q.not_full q.mutex
  done;
  Queue.push v q.values;
  Mutex.unlock q.mutex;
  Condition.signal q.not_empty

let receive q =
  Mutex.lock q.mutex;
  while Queue.is_empty q.values do
    Condition.wait q.not_empty q.mutex
  done;
  let v = Queue.pop q.values in
  Mutex.unlock q.mutex;
  Condition.signal q.not_full;
  v

let try_send q v =
  Mutex.lock q.mutex;
  let room = not (is_full q) in
  if room then Queue.push v q.values;
  Mutex.unlock q.mutex;
  if room then Condition.signal q.not_empty;
  room

let try_receive q =
  Mutex.lock q.mutex;
  let v = Queue.take_opt q.values in
  Mutex.unlock q.mutex;
  if Option.is_some v then Condition.signal q.not_full;
  v
