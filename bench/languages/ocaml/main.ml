(* The rows of OCaml in the table across languages. ../README.md says what it does. *)

let usage message = raise (Complaint.Usage message)

let list () =
  let listed = List.filter (fun (row : Rows.t) -> row.listed) Rows.all in
  List.iter (fun (row : Rows.t) -> List.iter (fun c -> print_endline (Cell.name c)) row.cells) listed;
  List.iter (fun (row : Rows.t) -> Printf.printf "row-%s: %s\n" row.impl row.about) listed

let most_milliseconds = 3_600_000

let milliseconds given =
  match Cell.number ~least:1 ~most:most_milliseconds given with
  | Some ms -> ms
  | None -> usage (Printf.sprintf "MILLISECONDS %S: want a number from 1 to %d" given most_milliseconds)

let row_and_cell name =
  let cell = Cell.of_name name in
  (Rows.row_of cell, cell)

let measure_and_print ~goal name =
  let row, cell = row_and_cell name in
  let { Measure.n; spent } =
    try Measure.measure (row.run cell) ~goal
    with Complaint.Wrong message -> raise (Complaint.Wrong (name ^ ": " ^ message))
  in
  let each seconds = seconds *. 1e9 /. float_of_int n in
  Printf.printf "%s\t%d\t%.2f ns/op\t%.2f cpu-ns/op\n%!" name n (each spent.wall) (each spent.processor)

let run arguments =
  let forms = "want -list, or MILLISECONDS and the names of cells" in
  match arguments with
  | [] -> usage ("no arguments: " ^ forms)
  | [ "-list" ] -> list ()
  | "-list" :: more :: _ -> usage (Printf.sprintf "%S behind -list: %s" more forms)
  | given :: names ->
      let goal = float_of_int (milliseconds given) /. 1e3 in
      if names = [] then usage (Printf.sprintf "no names behind %S: %s" given forms);
      (* All names first: a wrong one is not to be found after minutes of measuring. *)
      List.iter (fun name -> ignore (row_and_cell name)) names;
      List.iter (measure_and_print ~goal) names

let () =
  let fail status message =
    prerr_endline message;
    exit status
  in
  match run (List.tl (Array.to_list Sys.argv)) with
  | () -> ()
  | exception Complaint.Usage message -> fail 2 message
  | exception Complaint.Wrong message -> fail 1 message
  (* Left to itself, the runtime would end with status 2. *)
  | exception failure -> fail 1 (Printexc.to_string failure)
