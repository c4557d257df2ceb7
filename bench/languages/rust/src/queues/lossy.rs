//! rust-lossy: a queue that loses a value, which shows that a wrong sum ends the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::crossbeam::Crossbeam;
use super::{About, Queue, Sender};

pub const ABOUT: About = About {
    name: "rust-lossy",
    library: "crossbeam-channel with a loss",
    waits: "as crossbeam",
    no_rendezvous: Some("a loss is as visible at 1"),
    one_consumer: None,
};

pub struct Lossy;

pub struct LossySender {
    sender: <Crossbeam as Queue>::Sender,
    /// Whether the value that is lost has been sent: the first of all producers, since the
    /// shortest run has no other.
    lost: Arc<AtomicBool>,
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
        let lost = Arc::new(AtomicBool::new(false));
        let senders = senders.into_iter().map(|sender| LossySender {
            sender,
            lost: lost.clone(),
        });
        (senders.collect(), receivers)
    }
}

impl Sender for LossySender {
    fn send(&self, value: u64) -> Result<(), String> {
        if !self.lost.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        Sender::send(&self.sender, value)
    }
}
