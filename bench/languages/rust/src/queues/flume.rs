//! rust-flume: the bounded channel of flume.
//!
//! It is a deque under the standard library's mutex, with one list of waiting senders and
//! one of waiting receivers. Each wait allocates its entry in a list. A sender gives its
//! value to the first receiver that waits, past the deque.
//!
//! - Full: `send` waits, `try_send` returns Full, `send_timeout` waits for a time.
//! - Closed: when the last sender is dropped, receivers get what is left and then an
//!   error. When the last receiver is dropped, sends fail and give the value back.
//! - Cancelled: only by a time limit, by dropping a future (`send_async`, `recv_async`),
//!   or by dropping the other side.

use flume as channel;

use super::{About, NO_RECEIVER, Queue, Receiver, Sender};

pub const ABOUT: About = About {
    name: "rust-flume",
    library: concat!("flume ", env!("ROWS_FLUME")),
    waits: "parks when refused once; the deque is under a std Mutex",
    no_rendezvous: None,
    one_consumer: None,
};

pub struct Flume;

impl Queue for Flume {
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
            super::super::assert_holds(capacity, |v| sender.try_send(v).is_ok());
        }
    }
}
