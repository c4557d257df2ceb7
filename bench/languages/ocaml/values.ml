let sequence_bits = 48
let end_of_values = -1

type source = { producer : int; n : int }

let first s = (s.producer lsl sequence_bits) + 1
let last s = (s.producer lsl sequence_bits) + s.n

let sum s =
  let triangle = if s.n mod 2 = 0 then s.n / 2 * (s.n + 1) else (s.n + 1) / 2 * s.n in
  ((s.producer lsl sequence_bits) * s.n) + triangle

(* 1 xor 2 xor ... xor n has period 4, because the exclusive or of 4k to 4k+3 is 0. *)
let exclusive_or s =
  let sequence = match s.n mod 4 with 0 -> s.n | 1 -> 1 | 2 -> s.n + 1 | _ -> 0 in
  if s.n mod 2 = 1 then sequence lxor (s.producer lsl sequence_bits) else sequence

let sources_of n ~producers =
  let share p = (n / producers) + if p < n mod producers then 1 else 0 in
  List.init producers (fun p -> { producer = p; n = share p })

type tally = {
  mutable count : int;
  mutable sum : int;
  mutable exclusive_or : int;
  mutable disorder : int; (* values that came after a later one, or from nobody *)
  newest : int array; (* of each producer *)
}

let tally ~producers =
  { count = 0; sum = 0; exclusive_or = 0; disorder = 0; newest = Array.make producers 0 }

let add t v =
  t.count <- t.count + 1;
  t.sum <- t.sum + v;
  t.exclusive_or <- t.exclusive_or lxor v;
  let producer = v lsr sequence_bits in
  if producer >= Array.length t.newest || v <= t.newest.(producer) then
    t.disorder <- t.disorder + 1
  else t.newest.(producer) <- v

let differ what got want =
  if got = want then None
  else Some (Printf.sprintf "%s: %u, want %u" what got want)

let verify sources tallies =
  let total combine of_one list = List.fold_left (fun so_far x -> combine so_far (of_one x)) 0 list in
  let xor_of_sources = total ( lxor ) exclusive_or sources in
  let differences =
    List.filter_map Fun.id
      [
        differ "values received"
          (total ( + ) (fun t -> t.count) tallies)
          (total ( + ) (fun (s : source) -> s.n) sources);
        differ "sum of the values, modulo 2^63"
          (total ( + ) (fun (t : tally) -> t.sum) tallies)
          (total ( + ) sum sources);
        differ "exclusive or of the values"
          (total ( lxor ) (fun (t : tally) -> t.exclusive_or) tallies)
          xor_of_sources;
        differ "values out of their producer's order" (total ( + ) (fun t -> t.disorder) tallies) 0;
      ]
  in
  if differences <> [] then raise (Complaint.Wrong (String.concat "; " differences))
