(* Each expectation says what it expects; the program ends with status 1 if one fails. *)

let failures = ref 0

let expect ok format =
  let tell what =
    if not ok then (
      incr failures;
      prerr_endline ("failed: " ^ what))
  in
  Printf.ksprintf tell format

(* The message of the complaint that f raises, or "". *)
let wrong f = try ignore (f ()); "" with Complaint.Wrong message -> message
let usage f = try ignore (f ()); "" with Complaint.Usage message -> message

let contains text part =
  let n = String.length part in
  let rec at i = i + n <= String.length text && (String.sub text i n = part || at (i + 1)) in
  at 0

let test_names () =
  let name = "BenchmarkLanguages/scenario=handoff/impl=ocaml-condition/cap=16/p=4/c=1" in
  let check processors =
    let cell = Cell.of_name (name ^ processors) in
    let want : Cell.t =
      { scenario = "handoff"; impl = "ocaml-condition"; capacity = 16; producers = 4; consumers = 1 }
    in
    expect (cell = want) "what %s%s means" name processors;
    expect (Cell.name cell = name) "the name back from %s%s" name processors
  in
  List.iter check [ ""; "-1"; "-2"; "-128" ];

  let check given =
    let error = usage (fun () -> Cell.of_name given) in
    expect (contains error (Printf.sprintf "%S" given)) "the error for %S names it: %S" given error;
    expect (not (String.contains error '\n')) "the error for %S is one line" given
  in
  let numbers = Printf.sprintf "BenchmarkLanguages/scenario=handoff/impl=ocaml-condition/%s" in
  List.iter check
    ([ ""; "foo"; "a\nb"; "x" ^ name; name ^ "-"; name ^ "-0"; name ^ "-2x"; name ^ "-2-2"; name ^ "/x=1" ]
    @ List.map numbers
        [
          "cap=/p=1/c=1"; "cap=-1/p=1/c=1"; "cap=016/p=1/c=1"; "cap=0x10/p=1/c=1"; "cap=1_0/p=1/c=1";
          "cap=16/p=0/c=1"; "cap=99999999999999999999/p=1/c=1"; "p=1/c=1/cap=16";
        ])

let test_rows () =
  let check_row (row : Rows.t) =
    let check cell =
      expect ((Rows.row_of (Cell.of_name (Cell.name cell))).impl = row.impl) "the row of %s" (Cell.name cell)
    in
    List.iter check row.cells
  in
  List.iter check_row Rows.all;

  let check (scenario, impl, capacity, producers, consumers) =
    let cell : Cell.t = { scenario; impl; capacity; producers; consumers } in
    expect (usage (fun () -> Rows.row_of cell) <> "") "no row has %s" (Cell.name cell)
  in
  List.iter check
    [
      ("handoff", "ocaml-nobody", 16, 1, 1);
      ("floor", "ocaml-condition", 16, 1, 1);
      ("handoff", "ocaml-condition", 0, 1, 1);
      ("handoff", "ocaml-condition", 17, 1, 1);
      ("handoff", "ocaml-condition", 16, 2, 1);
      ("pingpong", "ocaml-condition", 16, 4, 4);
      ("handoff", "ocaml-event", 1, 1, 1);
      ("pingpong", "ocaml-event", 0, 4, 4);
      ("handoff", "ocaml-lossy", 0, 1, 1);
      ("pingpong", "ocaml-lossy", 16, 1, 1);
    ]

let test_sources () =
  let check n =
    let shares = List.map (fun (s : Values.source) -> s.n) (Values.sources_of n ~producers:4) in
    let least = List.fold_left min n shares and most = List.fold_left max 0 shares in
    expect (List.fold_left ( + ) 0 shares = n && most - least <= 1) "%d among 4 producers" n
  in
  List.iter check [ 0; 1; 3; 4; 5; 1000 ];

  (* The closed forms must agree with adding the values up. *)
  let check producer n =
    let source : Values.source = { producer; n } in
    let sum = ref 0 and exclusive_or = ref 0 in
    for v = Values.first source to Values.last source do
      sum := !sum + v;
      exclusive_or := !exclusive_or lxor v
    done;
    expect
      (Values.sum source = !sum && Values.exclusive_or source = !exclusive_or)
      "closed forms for n=%d of producer %d" n producer
  in
  List.iter (fun producer -> List.iter (check producer) (List.init 20 Fun.id)) [ 0; 1; 3 ];
  (* 3 * 2^48 * 2^17 wraps around at 2^63. *)
  check 3 (1 lsl 17)

(* What verify says of these values, where 5 of 2 producers were to come. *)
let verdict received =
  let tally = Values.tally ~producers:2 in
  List.iter (Values.add tally) received;
  wrong (fun () -> Values.verify (Values.sources_of 5 ~producers:2) [ tally; Values.tally ~producers:2 ])

let test_verify () =
  let value producer sequence = (producer lsl 48) lor sequence in
  let a1 = value 0 1 and a2 = value 0 2 and a3 = value 0 3 and b1 = value 1 1 and b2 = value 1 2 in
  expect (verdict [ a1; b1; a2; b2; a3 ] = "") "right";
  expect (verdict [ b1; b2; a1; a2; a3 ] = "") "another interleaving";
  let check what received difference =
    expect (contains (verdict received) difference) "%s: %S" what (verdict received)
  in
  check "one lost" [ b1; a2; b2; a3 ] "values received: 4, want 5";
  check "one twice" [ a1; b1; a2; b2; a3; a3 ] "values received: 6, want 5";
  check "the same value again is not in order" [ a1; b1; a2; b2; a3; a3 ] "order: 1, want 0";
  check "one lost and one twice" [ a1; b1; a2; b2; b2 ] "sum of the values";
  check "another value" [ a1; b1; a2; b2; value 0 4 ] "exclusive or of the values";
  check "out of order" [ a2; a1; b1; b2; a3 ] "order: 1, want 0";
  check "from nobody" [ a1; a2; b1; b2; value 2 3 ] "order: 1, want 0";
  check "the end" [ a1; a2; b1; b2; Values.end_of_values ] "order: 1, want 0";
  check "none" [] "values received: 0, want 5"

let test_finding_n () =
  let check what n ~elapsed ~goal want =
    let got = Measure.next_n n ~elapsed ~goal in
    expect (got = want) "%s: %d, want %d" what got want
  in
  check "a fifth more than predicted" 1000 ~elapsed:0.0625 ~goal:0.125 2400;
  check "at most 100 times more" 1 ~elapsed:1e-7 ~goal:0.1 100;
  check "no time at all" 1 ~elapsed:0. ~goal:0.1 100;
  check "a clock that was set back" 1 ~elapsed:(-1.) ~goal:0.1 100;
  check "at least one more" 1000 ~elapsed:0.2 ~goal:0.1 1001;
  check "at most 10^9" 900_000_000 ~elapsed:0.09 ~goal:0.1 1_000_000_000;

  let ns = ref [] in
  let one_microsecond_each n : Gate.spent =
    ns := n :: !ns;
    { wall = 1e-6 *. float_of_int n; processor = 7. }
  in
  let result = Measure.measure one_microsecond_each ~goal:1e-3 in
  expect (List.rev !ns = [ 1; 100; 1200 ]) "the runs until one is long enough";
  expect (result.n = 1200 && result.spent.processor = 7.) "the last run is the result"

let test_gate () =
  let failing () = raise (Complaint.Wrong "worker") in
  let sleeping () = Thread.delay 0.02 in
  expect (wrong (fun () -> Gate.timed [ sleeping; failing ]) = "worker") "what a worker raises";
  let spent = Gate.timed [ sleeping; ignore ] in
  expect (spent.wall >= 0.0199) "the clock stops when the last has ended: %f" spent.wall;
  expect (spent.processor < spent.wall) "who sleeps takes no processor time"

let test_bounded () =
  let check capacity =
    let queue = Bounded.create capacity in
    let room = List.init (capacity + 1) (Bounded.try_send queue) in
    expect (List.filter Fun.id room |> List.length = capacity) "capacity %d" capacity;
    expect (List.init capacity (fun _ -> Bounded.receive queue) = List.init capacity Fun.id) "in order";
    expect (Bounded.try_receive queue = None) "then it is empty"
  in
  List.iter check [ 1; 2; 16; 128; 1024 ];

  let queue = Bounded.create 1 in
  Bounded.send queue 1;
  let sent = Atomic.make false in
  let sender = Thread.create (fun () -> Bounded.send queue 2; Atomic.set sent true) () in
  Thread.delay 0.02;
  expect (not (Atomic.get sent)) "send waits for room";
  expect (Bounded.receive queue = 1) "the first value";
  expect (Bounded.receive queue = 2) "the one that waited";
  Thread.join sender

let test_rendezvous () =
  let lane = Lane.rendezvous () in
  let sent = Atomic.make 0 in
  let send v = lane.send v; Atomic.incr sent in
  let sender = Thread.create (fun () -> send 1; send 2) () in
  Thread.delay 0.02;
  expect (Atomic.get sent = 0) "send waits for a receiver";
  expect (lane.receive () = 1) "the value of the one that waited";
  Thread.delay 0.02;
  expect (Atomic.get sent = 1) "one receiver takes one value";
  expect (lane.receive () = 2) "the next value";
  Thread.join sender;

  let check threads =
    let right () = Handoff.run lane ~producers:threads ~consumers:threads 1000 in
    expect (wrong right = "") "right values of %d and %d threads" threads threads;
    let lossy () = Handoff.run (Lane.lossy 500 lane) ~producers:threads ~consumers:threads 1000 in
    expect (contains (wrong lossy) "values received: 999") "a lost value of %d threads" threads
  in
  List.iter check [ 1; 4 ];
  let there = Lane.rendezvous () in
  expect (wrong (fun () -> Pingpong.run ~there ~back:lane 100) = "") "right round trips"

(* A lane on which each value is sent as change says. *)
let changed change capacity =
  let lane = Lane.bounded capacity in
  { lane with send = (fun v -> List.iter lane.send (change v)) }

(* The harness catches a queue that is wrong, and ends. *)
let test_wrong_queues () =
  let handoff ?(threads = 1) lane n =
    wrong (fun () -> Handoff.run lane ~producers:threads ~consumers:threads n)
  in
  let check n threads =
    expect (handoff ~threads (Lane.bounded 16) n = "") "a right queue is right";
    let lossy = Lane.lossy ((n + 1) / 2) (Lane.bounded 16) in
    expect (contains (handoff ~threads lossy n) "values received") "a lost value of %d" n
  in
  List.iter (fun n -> List.iter (check n) [ 1; 4 ]) [ 1; 2; 1000 ];

  let twice = changed (function 5 -> [ 5; 5 ] | v -> [ v ]) 16 in
  expect (contains (handoff twice 10) "values received: 11, want 10") "a value twice";
  let swapping = changed (function 5 -> [ 6 ] | 6 -> [ 5 ] | v -> [ v ]) 16 in
  expect (handoff swapping 10 = "values out of their producer's order: 1, want 0") "two values swapped";

  let pingpong there = wrong (fun () -> Pingpong.run ~there ~back:(Lane.bounded 1) 100) in
  expect (pingpong (Lane.bounded 1) = "") "right round trips";
  let shifting = changed (function 3 -> [ 4 ] | v -> [ v ]) 1 in
  expect (pingpong shifting = "round trip 3 brought back 4") "a wrong round trip";
  let after_the_last = changed (function 100 -> [ 100; 7 ] | v -> [ v ]) 1 in
  expect (pingpong after_the_last = "received 7 after the last value") "a value after the last"

let () =
  test_names ();
  test_rows ();
  test_sources ();
  test_verify ();
  test_finding_n ();
  test_gate ();
  test_bounded ();
  test_rendezvous ();
  test_wrong_queues ();
  if !failures > 0 then exit 1;
  print_endline "ok"
