//! How many operations one sample takes.

use std::time::Duration;

use crate::clock::Spent;

/// No run has more operations.
const MOST: u64 = 1_000_000_000;

/// Runs with more and more operations until one run takes `goal`, and returns the number
/// of that run and what it spent. It goes up as Go's testing package does, so that a
/// sample here is as long as one there.
pub fn sample<E>(
    goal: Duration,
    mut run: impl FnMut(u64) -> Result<Spent, E>,
) -> Result<(u64, Spent), E> {
    let mut n = 1;
    loop {
        let spent = run(n)?;
        if spent.time >= goal || n >= MOST {
            return Ok((n, spent));
        }
        n = next(n, spent.time, goal);
    }
}

/// The number of operations to try after `n` of them took less than `goal`: what should
/// take that long, and a fifth more, so that it rarely is too few again.
fn next(n: u64, took: Duration, goal: Duration) -> u64 {
    let took = took.as_nanos().max(1); // a clock may not have moved
    let predicted = goal.as_nanos() * u128::from(n) / took;
    let predicted = u64::try_from(predicted + predicted / 5).unwrap_or(MOST);
    predicted.min(100 * n).max(n + 1).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn spent(time: Duration) -> Spent {
        Spent {
            time,
            processor: time,
        }
    }

    /// The numbers tried with a queue that takes as long as `cost` says.
    fn tried(goal: Duration, cost: impl Fn(u64) -> Duration) -> Vec<u64> {
        let mut tried = Vec::new();
        let found = sample(goal, |n| {
            tried.push(n);
            Ok::<_, String>(spent(cost(n)))
        });
        assert_eq!(found.unwrap().0, *tried.last().unwrap());
        tried
    }

    #[test]
    fn predicts_a_fifth_more() {
        assert_eq!(next(1000, MS, 10 * MS), 12_000);
    }

    #[test]
    fn grows_by_one_at_least_and_a_hundredfold_at_most() {
        assert_eq!(next(1000, 9 * MS, MS), 1001);
        assert_eq!(next(1000, Duration::ZERO, MS), 100_000);
    }

    #[test]
    fn ends_at_the_most() {
        assert_eq!(next(MOST - 1, MS, 100 * MS), MOST);
        let huge = Duration::from_secs(3600);
        assert_eq!(next(MOST - 1, Duration::from_nanos(1), huge), MOST);
        assert_eq!(
            tried(MS, |_| Duration::ZERO),
            [1, 100, 10_000, 1_000_000, 100_000_000, MOST]
        );
    }

    #[test]
    fn the_first_run_that_takes_long_enough_is_the_one() {
        assert_eq!(tried(MS, |_| MS), [1]);
        // 1 µs each: 1 and 100 predict more than a hundredfold, 10 000 takes 10 ms.
        let each = |n| Duration::from_micros(1) * n as u32;
        assert_eq!(tried(10 * MS, each), [1, 100, 10_000]);
        assert_eq!(tried(9 * MS, each), [1, 100, 10_000]);
        assert_eq!(tried(5 * MS, each), [1, 100, 6_000]);
    }

    #[test]
    fn an_error_ends_it() {
        let mut runs = 0;
        let found = sample(MS, |n| {
            runs += 1;
            if n == 1 {
                Ok(spent(Duration::ZERO))
            } else {
                Err("lost")
            }
        });
        assert_eq!(found.unwrap_err(), "lost");
        assert_eq!(runs, 2);
    }
}
