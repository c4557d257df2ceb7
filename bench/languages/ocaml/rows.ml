type t = {
  impl : string;
  about : string;
  cells : Cell.t list;
  listed : bool;
  any_capacity : bool;
  run : Cell.t -> int -> Gate.spent;
}

let cells impl scenario ~capacities ~shapes =
  let cell capacity (producers, consumers) : Cell.t =
    { scenario; impl; capacity; producers; consumers }
  in
  List.concat_map (fun capacity -> List.map (cell capacity) shapes) capacities

let capacities = [ 1; 16; 128; 1024 ]
let shapes = [ (1, 1); (4, 1); (1, 4); (4, 4) ] (* producers and consumers *)

let handoff lane (cell : Cell.t) =
  Handoff.run lane ~producers:cell.producers ~consumers:cell.consumers

let run_through lane (cell : Cell.t) n =
  if cell.scenario = "handoff" then handoff (lane ()) cell n
  else Pingpong.run ~there:(lane ()) ~back:(lane ()) n

let of_threads =
  "threads of one domain: the runtime lock lets one of them run at a time; ends by a value for each \
   consumer; int has 63 bits: sums are modulo 2^63; wall clock Unix.gettimeofday"

let condition =
  let impl = "ocaml-condition" in
  {
    impl;
    about =
      "Stdlib Queue under a Mutex and two Conditions, ocamlopt " ^ Sys.ocaml_version
      ^ "; blocks in Condition.wait; " ^ of_threads ^ "; not at cap=0: it needs room for a value";
    cells =
      cells impl "handoff" ~capacities ~shapes @ cells impl "pingpong" ~capacities ~shapes:[ (1, 1) ];
    listed = true;
    any_capacity = false;
    run = (fun cell n -> run_through (fun () -> Lane.bounded cell.capacity) cell n);
  }

let event =
  let impl = "ocaml-event" in
  {
    impl;
    about =
      "Stdlib Event, sync of send and sync of receive, ocamlopt " ^ Sys.ocaml_version
      ^ "; blocks in Condition.wait, under one Mutex for all channels; " ^ of_threads
      ^ "; only cap=0: a channel holds nothing";
    cells =
      cells impl "handoff" ~capacities:[ 0 ] ~shapes
      @ cells impl "pingpong" ~capacities:[ 0 ] ~shapes:[ (1, 1) ];
    listed = true;
    any_capacity = false;
    run = run_through Lane.rendezvous;
  }

(* The middle value is lost: there is one, however few values are sent. *)
let lossy =
  let impl = "ocaml-lossy" in
  {
    impl;
    about = "";
    cells = cells impl "handoff" ~capacities:[ 1 ] ~shapes;
    listed = false;
    any_capacity = true;
    run = (fun cell n -> handoff (Lane.lossy ((n + 1) / 2) (Lane.bounded cell.capacity)) cell n);
  }

let all = [ condition; event; lossy ]
let most_of_any_capacity = 1 lsl 20
let joined describe items = String.concat ", " (List.map describe items)

let has row (cell : Cell.t) =
  let same (c : Cell.t) =
    if row.any_capacity then { c with capacity = cell.capacity } = cell else c = cell
  in
  List.exists same row.cells

let row_of (cell : Cell.t) =
  let usage format = Printf.ksprintf (fun message -> raise (Complaint.Usage message)) format in
  match List.find_opt (fun row -> row.impl = cell.impl) all with
  | None -> usage "impl=%S: want %s" cell.impl (joined (fun row -> row.impl) all)
  | Some row ->
      if row.any_capacity && (cell.capacity < 1 || cell.capacity > most_of_any_capacity) then
        usage "cap=%d: %s has cap from 1 to %d" cell.capacity row.impl most_of_any_capacity;
      if not (has row cell) then
        usage "%S: %s has %s" (Cell.place cell) row.impl (joined Cell.place row.cells);
      row
