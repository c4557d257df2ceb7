//! The queues that are measured: one module for each, and what they have in common.

use std::time::Duration;

use crate::cell::{Cell, Scenario};
use crate::clock::Spent;
use crate::handoff::handoff;
use crate::measure::sample;
use crate::pingpong::pingpong;

/// Makes `$queue` the Queue of the library that is called `channel` where this is used: one
/// whose Sender and Receiver can both be cloned, with a function `bounded`. No trait says
/// that these libraries have that in common.
macro_rules! shared_by_threads {
    ($queue:ident) => {
        impl super::Queue for $queue {
            type Sender = channel::Sender<u64>;
            type Receiver = channel::Receiver<u64>;

            fn ends(
                capacity: usize,
                producers: usize,
                consumers: usize,
            ) -> (Vec<Self::Sender>, Vec<Self::Receiver>) {
                let (sender, receiver) = channel::bounded(capacity);
                (vec![sender; producers], vec![receiver; consumers])
            }
        }

        impl super::Sender for channel::Sender<u64> {
            fn send(&self, value: u64) -> Result<(), String> {
                channel::Sender::send(self, value).map_err(|_| super::NO_RECEIVER.into())
            }
        }

        impl super::Receiver for channel::Receiver<u64> {
            fn recv(&self) -> Option<u64> {
                channel::Receiver::recv(self).ok()
            }
        }
    };
}
use shared_by_threads;

mod crossbeam;
mod flume;
mod kanal;
mod lossy;
mod sync_channel;
mod tokio;

/// A queue whose callers are threads. The loops that use one are compiled for it, so a
/// value costs no call through a table.
pub trait Queue {
    type Sender: Sender;
    type Receiver: Receiver;

    /// The ends of one new queue that holds `capacity` values, one for each thread.
    fn ends(
        capacity: usize,
        producers: usize,
        consumers: usize,
    ) -> (Vec<Self::Sender>, Vec<Self::Receiver>);
}

/// One producer's end. The queue is closed when all of them have been dropped.
pub trait Sender: Send {
    /// Waits while the queue is full. Fails when there is no receiver any more.
    fn send(&self, value: u64) -> Result<(), String>;
}

/// One consumer's end.
pub trait Receiver: Send {
    /// Waits while the queue is empty. None when it is also closed.
    fn recv(&self) -> Option<u64>;
}

/// What a send reports that finds no receiver.
pub const NO_RECEIVER: &str = "a send found no receiver";

/// A queue, by the name of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impl {
    SyncChannel,
    Crossbeam,
    Tokio,
    Flume,
    Kanal,
    Lossy,
}

/// What there is to say of a queue.
pub struct About {
    /// The name of its row.
    pub name: &'static str,
    /// Library and version.
    pub library: &'static str,
    /// How a send waits while the queue is full, and a receive while it is empty.
    pub waits: &'static str,
    /// Why it has no capacity of 0, if it has none.
    pub no_rendezvous: Option<&'static str>,
    /// Why it has only one consumer, if it has.
    pub one_consumer: Option<&'static str>,
}

impl Impl {
    /// In the order of the rows.
    pub const ALL: [Impl; 6] = [
        Impl::SyncChannel,
        Impl::Crossbeam,
        Impl::Tokio,
        Impl::Flume,
        Impl::Kanal,
        Impl::Lossy,
    ];

    /// Those whose cells are listed.
    pub fn listed() -> impl Iterator<Item = Impl> {
        Impl::ALL.into_iter().filter(|&queue| queue != Impl::Lossy)
    }

    pub fn about(self) -> &'static About {
        match self {
            Impl::SyncChannel => &sync_channel::ABOUT,
            Impl::Crossbeam => &crossbeam::ABOUT,
            Impl::Tokio => &tokio::ABOUT,
            Impl::Flume => &flume::ABOUT,
            Impl::Kanal => &kanal::ABOUT,
            Impl::Lossy => &lossy::ABOUT,
        }
    }

    /// The line in which the benchmark format tells what was measured.
    pub fn setting(self) -> String {
        let about = self.about();
        let mut line = format!(
            "row-{}: {}, {}; {}",
            about.name,
            about.library,
            env!("ROWS_RUSTC"),
            about.waits
        );
        if let Some(why) = about.no_rendezvous {
            line += &format!("; not at cap=0: {why}");
        }
        if let Some(why) = about.one_consumer {
            line += &format!("; not at c=4: {why}");
        }
        line
    }
}

/// Takes one sample of `cell`, of a length of `goal`: how many operations, and what they
/// spent.
pub fn measure(cell: &Cell, goal: Duration) -> Result<(u64, Spent), String> {
    match cell.queue {
        Impl::SyncChannel => sample(goal, |n| threads::<sync_channel::SyncChannel>(cell, n)),
        Impl::Crossbeam => sample(goal, |n| threads::<crossbeam::Crossbeam>(cell, n)),
        Impl::Flume => sample(goal, |n| threads::<flume::Flume>(cell, n)),
        Impl::Kanal => sample(goal, |n| threads::<kanal::Kanal>(cell, n)),
        Impl::Lossy => sample(goal, |n| threads::<lossy::Lossy>(cell, n)),
        Impl::Tokio => {
            let runtime = tokio::runtime(cell.processors)?;
            sample(goal, |n| tokio::run(&runtime, cell, n))
        }
    }
}

/// Runs `n` operations of `cell` on threads.
fn threads<Q: Queue>(cell: &Cell, n: u64) -> Result<Spent, String> {
    match cell.scenario {
        Scenario::Handoff => handoff::<Q>(cell, n),
        Scenario::PingPong => pingpong::<Q>(cell, n),
    }
}

/// Fails unless a queue without consumers accepts as many values as its capacity and no
/// more. `try_send` says whether it accepted a value.
#[cfg(test)]
fn assert_holds(capacity: usize, mut try_send: impl FnMut(u64) -> bool) {
    let accepted = (0..2 * capacity as u64 + 8)
        .take_while(|&v| try_send(v))
        .count();
    assert_eq!(accepted, capacity);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::SHAPES;

    /// Some thousand values in most cells: both sides have to wait for the other.
    const GOAL: Duration = Duration::from_millis(10);

    #[test]
    fn every_cell_delivers_what_was_sent() {
        for cell in Cell::listed() {
            match measure(&cell, GOAL) {
                Ok((_, spent)) => assert!(spent.time >= GOAL, "{cell}"),
                Err(wrong) => panic!("{cell}: {wrong}"),
            }
        }
    }

    #[test]
    fn a_queue_that_loses_a_value_is_caught() {
        for (producers, consumers) in SHAPES {
            let cell = Cell {
                scenario: Scenario::Handoff,
                queue: Impl::Lossy,
                capacity: 16,
                producers,
                consumers,
                processors: 1,
            };
            // A sample ends at its first run, of one value; longer ones are checked as well.
            let runs = [1, 2, 100_000].map(|n| threads::<lossy::Lossy>(&cell, n));
            let sample = measure(&cell, GOAL).map(|(_, spent)| spent);
            for run in runs.into_iter().chain([sample]) {
                let said = run.unwrap_err();
                for what in ["values received", "sum of the values", "exclusive or"] {
                    assert!(said.contains(what), "{said}");
                }
                assert!(!said.contains("order"), "{said}");
            }
        }
    }
}
