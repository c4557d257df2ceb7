type t = {
  scenario : string;
  impl : string;
  capacity : int;
  producers : int;
  consumers : int;
}

let name c =
  Printf.sprintf "BenchmarkLanguages/scenario=%s/impl=%s/cap=%d/p=%d/c=%d" c.scenario c.impl
    c.capacity c.producers c.consumers

let place c =
  Printf.sprintf "%s/cap=%d/p=%d/c=%d" c.scenario c.capacity c.producers c.consumers

(* int_of_string would also take 0x10 and 1_000. *)
let number ~least ~most digits =
  let is_digit c = '0' <= c && c <= '9' in
  let padded = String.length digits > 1 && digits.[0] = '0' in
  if padded || not (String.for_all is_digit digits) then None
  else
    match int_of_string_opt digits with
    | Some n when least <= n && n <= most -> Some n
    | _ -> None

let ( let* ) = Option.bind

(* value "cap=" "cap=16" is Some "16". *)
let value key field =
  let n = String.length key in
  if String.length field >= n && String.sub field 0 n = key then
    Some (String.sub field n (String.length field - n))
  else None

let most = 1_000_000_000

let numbered key ~least field =
  let* digits = value key field in
  number ~least ~most digits

(* Takes the number of processors off the last field. *)
let without_processors field =
  match String.split_on_char '-' field with
  | [ consumers ] -> Some consumers
  | [ consumers; processors ] ->
      let* _ = number ~least:1 ~most processors in
      Some consumers
  | _ -> None

let read name =
  match String.split_on_char '/' name with
  | [ "BenchmarkLanguages"; scenario; impl; capacity; producers; last ] ->
      let* scenario = value "scenario=" scenario in
      let* impl = value "impl=" impl in
      let* capacity = numbered "cap=" ~least:0 capacity in
      let* producers = numbered "p=" ~least:1 producers in
      let* last = without_processors last in
      let* consumers = numbered "c=" ~least:1 last in
      Some { scenario; impl; capacity; producers; consumers }
  | _ -> None

let of_name name =
  match read name with
  | Some cell -> cell
  | None ->
      let form = "BenchmarkLanguages/scenario=S/impl=I/cap=N/p=N/c=N" in
      let message = Printf.sprintf "cell %S: want %s or the same and -PROCESSORS" name form in
      raise (Complaint.Usage message)
