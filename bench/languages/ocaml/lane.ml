type t = { send : int -> unit; receive : unit -> int }

let check_capacity queue capacity =
  let rec fill held = if held <= capacity && Bounded.try_send queue held then fill (held + 1) else held in
  let rec drain () = if Option.is_some (Bounded.try_receive queue) then drain () in
  let held = fill 0 in
  drain ();
  if held <> capacity then
    raise (Complaint.Wrong (Printf.sprintf "held %d values where it was to hold %d" held capacity))

let bounded capacity =
  let queue = Bounded.create capacity in
  check_capacity queue capacity;
  { send = (fun v -> Bounded.send queue v); receive = (fun () -> Bounded.receive queue) }

let rendezvous () =
  let channel = Event.new_channel () in
  if Option.is_some (Event.poll (Event.send channel 0)) then
    raise (Complaint.Wrong "sent a value that nobody was waiting for");
  {
    send = (fun v -> Event.sync (Event.send channel v));
    receive = (fun () -> Event.sync (Event.receive channel));
  }

let lossy lost lane =
  let sent = Atomic.make 0 in
  let send v = if Atomic.fetch_and_add sent 1 + 1 <> lost then lane.send v in
  { lane with send }

let close lane ~consumers =
  for _ = 1 to consumers do
    lane.send Values.end_of_values
  done
