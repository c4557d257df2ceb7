//! n values from producers to consumers through one queue. One operation is one value
//! that arrived.

use crate::cell::Cell;
use crate::clock::Spent;
use crate::gate::{Worker, timed};
use crate::queues::{Queue, Receiver, Sender};
use crate::values::{Source, Tally, verify};

/// Sends `n` values through a new queue, as fast as they go, and checks what arrived.
pub fn handoff<Q: Queue>(cell: &Cell, n: u64) -> Result<Spent, String> {
    let sources = Source::divide(n, cell.producers);
    let mut tallies: Vec<Tally> = (0..cell.consumers)
        .map(|_| Tally::new(cell.producers))
        .collect();

    let (senders, receivers) = Q::ends(cell.capacity, cell.producers, cell.consumers);
    let mut workers: Vec<Worker<'_>> = Vec::new();
    for (sender, &source) in senders.into_iter().zip(&sources) {
        workers.push(Box::new(move || produce(sender, source)));
    }
    for (receiver, tally) in receivers.into_iter().zip(&mut tallies) {
        workers.push(Box::new(move || consume(receiver, tally)));
    }

    let spent = timed(workers)?;
    verify(&sources, &tallies)?;
    Ok(spent)
}

/// Sends the values of `source`. That it drops its sender, with the others, is the end.
fn produce<S: Sender>(sender: S, source: Source) -> Result<(), String> {
    for value in source.values() {
        sender.send(value)?;
    }
    Ok(())
}

/// Receives until there is no sender and no value.
fn consume<R: Receiver>(receiver: R, tally: &mut Tally) -> Result<(), String> {
    while let Some(value) = receiver.recv() {
        tally.add(value);
    }
    Ok(())
}
