//! One value at a time through one queue to an echo, and back through another of the
//! same capacity. One operation is one round trip, and each needs the one before.

use crate::cell::Cell;
use crate::clock::Spent;
use crate::gate::timed;
use crate::queues::{Queue, Receiver, Sender};

/// Makes `n` round trips.
pub fn pingpong<Q: Queue>(cell: &Cell, n: u64) -> Result<Spent, String> {
    let (there, at_echo) = one_of_each(Q::ends(cell.capacity, 1, 1));
    let (from_echo, back) = one_of_each(Q::ends(cell.capacity, 1, 1));
    timed(vec![
        Box::new(move || bounce(there, back, n)),
        Box::new(move || echo(at_echo, from_echo)),
    ])
}

fn one_of_each<S, R>((mut senders, mut receivers): (Vec<S>, Vec<R>)) -> (S, R) {
    let pair = senders.pop().zip(receivers.pop());
    pair.expect("a queue has the ends that were asked for")
}

/// Sends `n` values, each when the one before has come back, and checks them. Then it
/// hangs up, and nothing may come any more.
fn bounce<S: Sender, R: Receiver>(there: S, back: R, n: u64) -> Result<(), String> {
    for value in 1..=n {
        there.send(value)?;
        check(value, back.recv())?;
    }
    drop(there);
    check_end(back.recv())
}

/// Sends back what comes, until the other side hangs up.
fn echo<R: Receiver, S: Sender>(at_echo: R, from_echo: S) -> Result<(), String> {
    while let Some(value) = at_echo.recv() {
        from_echo.send(value)?;
    }
    Ok(())
}

/// Whether round trip `value` brought back what was sent.
pub fn check(value: u64, got: Option<u64>) -> Result<(), String> {
    match got {
        Some(got) if got == value => Ok(()),
        Some(got) => Err(format!("round trip {value} brought back {got}")),
        None => Err(format!("round trip {value} brought back nothing")),
    }
}

/// Whether nothing came after the last round trip.
pub fn check_end(got: Option<u64>) -> Result<(), String> {
    match got {
        None => Ok(()),
        Some(got) => Err(format!("received {got} after the last value")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_answer_is_caught() {
        assert_eq!(check(7, Some(7)), Ok(()));
        assert_eq!(
            check(7, Some(6)).unwrap_err(),
            "round trip 7 brought back 6"
        );
        assert_eq!(
            check(7, None).unwrap_err(),
            "round trip 7 brought back nothing"
        );
    }

    #[test]
    fn a_value_too_many_is_caught() {
        assert_eq!(check_end(None), Ok(()));
        assert_eq!(
            check_end(Some(8)).unwrap_err(),
            "received 8 after the last value"
        );
    }
}
