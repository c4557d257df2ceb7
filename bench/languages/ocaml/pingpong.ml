let wrong message = raise (Complaint.Wrong message)

let bounce ~(there : Lane.t) ~(back : Lane.t) n =
  for v = 1 to n do
    there.send v;
    let got = back.receive () in
    if got <> v then wrong (Printf.sprintf "round trip %d brought back %d" v got)
  done

let run ~(there : Lane.t) ~(back : Lane.t) n =
  let bouncer () =
    Fun.protect (fun () -> bounce ~there ~back n) ~finally:(fun () -> Lane.close there ~consumers:1);
    let v = back.receive () in
    if v <> Values.end_of_values then wrong (Printf.sprintf "received %d after the last value" v)
  in
  let echo () =
    let rec next () =
      let v = there.receive () in
      back.send v;
      if v <> Values.end_of_values then next ()
    in
    next ()
  in
  Gate.timed [ bouncer; echo ]
