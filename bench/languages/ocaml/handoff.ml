let run (lane : Lane.t) ~producers ~consumers n =
  let sources = Values.sources_of n ~producers in
  let tallies = List.init consumers (fun _ -> Values.tally ~producers) in
  let running = Atomic.make producers (* those that have not ended *) in

  let produce source () =
    for v = Values.first source to Values.last source do
      lane.send v
    done;
    if Atomic.fetch_and_add running (-1) = 1 then Lane.close lane ~consumers
  in
  let consume tally () =
    let rec next () =
      let v = lane.receive () in
      if v <> Values.end_of_values then (
        Values.add tally v;
        next ())
    in
    next ()
  in

  let spent = Gate.timed (List.map produce sources @ List.map consume tallies) in
  Values.verify sources tallies;
  spent
