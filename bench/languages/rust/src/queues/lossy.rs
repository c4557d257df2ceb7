//! rust-lossy: a queue that loses a value, which shows that a wrong sum ends the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::crossbeam::Crossbeam;
use super::{About, Queue, Sender};

pub const ABOUT: About = About {
    name: "rust-lossy",
    library: "crossbeam-channel with a loss",
    waits: "as crossbeam",
    no_rendezvous: Some("a loss is as visible at 1"),
    one_consumer: None,
};

/// Which of the values that are sent is lost: not the first or last of any run that is
/// more than a try, and one that every such run has.
const LOST: u64 = 2;

pub struct Lossy;

pub struct LossySender {
    sender: <Crossbeam as Queue>::Sender,
    /// How many values all producers have sent.
    sent: Arc<AtomicU64>,
}

impl Queue for Lossy {
    type Sender = LossySender;
    type Receiver = <Crossbeam as Queue>::Receiver;

    fn ends(
        capacity: usize,
        producers: usize,
        consumers: usize,
    ) -> (Vec<Self::Sender>, Vec<Self::Receiver>) {
        let (senders, receivers) = Crossbeam::ends(capacity, producers, consumers);
        let sent = Arc::new(AtomicU64::new(0));
        let senders = senders.into_iter().map(|sender| LossySender {
            sender,
            sent: sent.clone(),
        });
        (senders.collect(), receivers)
    }
}

impl Sender for LossySender {
    fn send(&self, value: u64) -> Result<(), String> {
        if self.sent.fetch_add(1, Ordering::Relaxed) + 1 == LOST {
            return Ok(());
        }
        Sender::send(&self.sender, value)
    }
}
