let most_operations = 1_000_000_000

let next_n n ~elapsed ~goal =
  let elapsed = Float.max 1e-9 elapsed in
  let predicted = 1.2 *. goal *. float_of_int n /. elapsed in
  let next = int_of_float (Float.min predicted (float_of_int (100 * n))) in
  min (max next (n + 1)) most_operations

type result = { n : int; spent : Gate.spent }

let measure run ~goal =
  let rec from n =
    let spent : Gate.spent = run n in
    if spent.wall >= goal || n >= most_operations then { n; spent }
    else from (next_n n ~elapsed:spent.wall ~goal)
  in
  from 1
