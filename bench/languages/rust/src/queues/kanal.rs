//! rust-kanal: the bounded channel of kanal, by its blocking functions.
//!
//! It is a deque under a lock of kanal's own, with one list of those that wait: either
//! senders or receivers. Values go from one stack to the other without the deque where
//! somebody waits.
//!
//! - Full: `send` waits, `try_send` returns Ok(false), `send_timeout` waits for a time.
//! - Closed: when the last sender is dropped, receivers get what is left and then an
//!   error. When the last receiver is dropped, sends fail; the value is lost. `close`
//!   from either side throws away what is in the queue.
//! - Cancelled: only by a time limit, by dropping a future of the asynchronous functions,
//!   or by closing.

use kanal as channel;

use super::{About, NO_RECEIVER, Queue, Receiver, Sender};

pub const ABOUT: About = About {
    name: "rust-kanal",
    library: concat!("kanal ", env!("ROWS_KANAL")),
    waits: "yields up to 256 times, then parks; the deque is under a lock that spins, then sleeps up to about 1 ms at a time (on one processor it yields)",
    no_rendezvous: None,
    one_consumer: None,
};

pub struct Kanal;

impl Queue for Kanal {
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

impl Sender for channel::Sender<u64> {
    fn send(&self, value: u64) -> Result<(), String> {
        channel::Sender::send(self, value).map_err(|_| NO_RECEIVER.into())
    }
}

impl Receiver for channel::Receiver<u64> {
    fn recv(&self) -> Option<u64> {
        channel::Receiver::recv(self).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_exactly_its_capacity() {
        for capacity in [0, 1, 16, 1000] {
            let (sender, _receiver) = channel::bounded(capacity);
            super::super::assert_holds(capacity, |v| sender.try_send(v) == Ok(true));
        }
    }
}
