//! rust-sync_channel: the standard library's bounded channel.
//!
//! It is a port of crossbeam's: at a capacity of 1 and more a ring of stamped slots, at 0
//! a rendezvous under a mutex. Unlike crossbeam's it does not try again before it parks.
//!
//! - Full: `send` waits, `try_send` returns Full.
//! - Closed: when the last sender is dropped, the receiver gets what is left and then an
//!   error. When the receiver is dropped, sends fail and give the value back.
//! - Cancelled: a wait to receive can have a time limit; a wait to send cannot, except
//!   by dropping the receiver.

use std::sync::mpsc;

use super::{About, NO_RECEIVER, Queue, Receiver, Sender};

pub const ABOUT: About = About {
    name: "rust-sync_channel",
    library: "std::sync::mpsc::sync_channel",
    waits: "parks when refused once",
    no_rendezvous: None,
    one_consumer: Some("a Receiver cannot be shared"),
};

pub struct SyncChannel;

impl Queue for SyncChannel {
    type Sender = mpsc::SyncSender<u64>;
    type Receiver = mpsc::Receiver<u64>;

    fn ends(
        capacity: usize,
        producers: usize,
        consumers: usize,
    ) -> (Vec<Self::Sender>, Vec<Self::Receiver>) {
        assert_eq!(consumers, 1, "no other cells are listed");
        let (sender, receiver) = mpsc::sync_channel(capacity);
        (vec![sender; producers], vec![receiver])
    }
}

impl Sender for mpsc::SyncSender<u64> {
    fn send(&self, value: u64) -> Result<(), String> {
        mpsc::SyncSender::send(self, value).map_err(|_| NO_RECEIVER.into())
    }
}

impl Receiver for mpsc::Receiver<u64> {
    fn recv(&self) -> Option<u64> {
        mpsc::Receiver::recv(self).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_exactly_its_capacity() {
        for capacity in [0, 1, 16, 1000] {
            let (sender, _receiver) = mpsc::sync_channel(capacity);
            super::super::assert_holds(capacity, |v| sender.try_send(v).is_ok());
        }
    }
}
