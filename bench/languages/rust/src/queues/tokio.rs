//! rust-tokio: the bounded channel of tokio, between tasks of its scheduler with several
//! threads.
//!
//! It is a list of blocks under a semaphore that has as many permits as the capacity.
//!
//! - Full: `send` waits for a permit, first come first served; `try_send` returns Full.
//! - Closed: when the last sender is dropped, the receiver gets what is left and then
//!   None. When the receiver closes or is dropped, sends fail and give the value back.
//! - Cancelled: by dropping the future, at any wait; a value that was not accepted is
//!   dropped with it, and a sender loses its place in the line.

use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinHandle;

use super::{About, NO_RECEIVER};
use crate::cell::{Cell, Scenario};
use crate::clock::{Clock, Spent};
use crate::pingpong::{check, check_end};
use crate::values::{Source, Tally, verify};

pub const ABOUT: About = About {
    name: "rust-tokio",
    library: concat!("tokio ", env!("ROWS_TOKIO"), " mpsc::channel"),
    waits: "a task that waits frees its worker, and a worker without tasks looks for those of others, then parks; tasks yield every 128 operations",
    no_rendezvous: Some("channel(0) panics"),
    one_consumer: Some("a Receiver cannot be shared"),
};

/// A scheduler with so many threads that run tasks.
pub fn runtime(workers: usize) -> Result<Runtime, String> {
    Builder::new_multi_thread()
        .worker_threads(workers)
        .build()
        .map_err(|err| format!("cannot start tokio's scheduler: {err}"))
}

/// Runs `n` operations of `cell`.
pub fn run(runtime: &Runtime, cell: &Cell, n: u64) -> Result<Spent, String> {
    match cell.scenario {
        Scenario::Handoff => handoff(runtime, cell, n),
        Scenario::PingPong => pingpong(runtime, cell, n),
    }
}

/// As the module `handoff`, with tasks instead of threads.
fn handoff(runtime: &Runtime, cell: &Cell, n: u64) -> Result<Spent, String> {
    assert_eq!(cell.consumers, 1, "no other cells are listed");
    let sources = Source::divide(n, cell.producers);
    let tally = Tally::new(cell.producers);
    let gate = Gate::new();

    let (sender, receiver) = channel(cell.capacity);
    let senders = vec![sender; cell.producers];
    let producers: Vec<_> = senders
        .into_iter()
        .zip(&sources)
        .map(|(sender, &source)| runtime.spawn(gate.clone().pass(produce(sender, source))))
        .collect();
    let consumer = runtime.spawn(gate.clone().pass(consume(receiver, tally)));

    let spent = gate.timed(runtime, cell.producers + 1);
    for producer in producers {
        end(runtime, producer)??;
    }
    verify(&sources, &[end(runtime, consumer)?])?;
    Ok(spent)
}

async fn produce(sender: Sender<u64>, source: Source) -> Result<(), String> {
    for value in source.values() {
        send(&sender, value).await?;
    }
    Ok(())
}

async fn consume(mut receiver: Receiver<u64>, mut tally: Tally) -> Tally {
    while let Some(value) = receiver.recv().await {
        tally.add(value);
    }
    tally
}

/// As the module `pingpong`, with tasks instead of threads.
fn pingpong(runtime: &Runtime, cell: &Cell, n: u64) -> Result<Spent, String> {
    let (there, at_echo) = channel(cell.capacity);
    let (from_echo, back) = channel(cell.capacity);
    let gate = Gate::new();

    let bounce = runtime.spawn(gate.clone().pass(bounce(there, back, n)));
    let echo = runtime.spawn(gate.clone().pass(echo(at_echo, from_echo)));

    let spent = gate.timed(runtime, 2);
    end(runtime, bounce)??;
    end(runtime, echo)??;
    Ok(spent)
}

async fn bounce(there: Sender<u64>, mut back: Receiver<u64>, n: u64) -> Result<(), String> {
    for value in 1..=n {
        send(&there, value).await?;
        check(value, back.recv().await)?;
    }
    drop(there);
    check_end(back.recv().await)
}

async fn echo(mut at_echo: Receiver<u64>, from_echo: Sender<u64>) -> Result<(), String> {
    while let Some(value) = at_echo.recv().await {
        send(&from_echo, value).await?;
    }
    Ok(())
}

async fn send(sender: &Sender<u64>, value: u64) -> Result<(), String> {
    sender.send(value).await.map_err(|_| NO_RECEIVER.into())
}

/// What a task that has ended returned.
fn end<T>(runtime: &Runtime, task: JoinHandle<T>) -> Result<T, String> {
    runtime
        .block_on(task)
        .map_err(|err| format!("a task failed: {err}"))
}

/// The gate of the module `gate`, for tasks: a permit in each semaphore is an event.
struct Gate {
    standing: Semaphore,
    open: Semaphore,
    ended: Semaphore,
}

impl Gate {
    fn new() -> Arc<Gate> {
        Arc::new(Gate {
            standing: Semaphore::new(0),
            open: Semaphore::new(0),
            ended: Semaphore::new(0),
        })
    }

    /// Does `work` when the gate has opened, and then counts as ended, also by a panic.
    async fn pass<W: Future>(self: Arc<Gate>, work: W) -> W::Output {
        struct Passed(Arc<Gate>);
        impl Drop for Passed {
            fn drop(&mut self) {
                self.0.ended.add_permits(1);
            }
        }

        let passed = Passed(self);
        passed.0.standing.add_permits(1);
        take(&passed.0.open, 1).await;
        work.await
    }

    /// Opens the gate when `tasks` tasks stand at it, and returns what was spent from
    /// then until the last of them had ended.
    fn timed(&self, runtime: &Runtime, tasks: usize) -> Spent {
        runtime.block_on(take(&self.standing, tasks));
        let clock = Clock::start();
        self.open.add_permits(tasks);
        runtime.block_on(take(&self.ended, tasks));
        clock.stop()
    }
}

/// Waits for `events` events.
async fn take(events: &Semaphore, count: usize) {
    let permits = events.acquire_many(count as u32).await;
    permits.expect("no semaphore of a gate is closed").forget();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_exactly_its_capacity() {
        for capacity in [1, 16, 1000] {
            let (sender, _receiver) = channel(capacity);
            super::super::assert_holds(capacity, |v| sender.try_send(v).is_ok());
        }
    }

    #[test]
    fn has_as_many_workers_as_it_is_told() {
        for workers in [1, 2, 3] {
            assert_eq!(runtime(workers).unwrap().metrics().num_workers(), workers);
        }
    }

    #[test]
    fn a_panic_is_reported() {
        let runtime = runtime(2).unwrap();
        let gate = Gate::new();
        let task = runtime.spawn(gate.clone().pass(async { panic!("on purpose") }));
        gate.timed(&runtime, 1);
        let said = end::<()>(&runtime, task).unwrap_err();
        assert!(said.contains("a task failed"), "{said}");
    }
}
