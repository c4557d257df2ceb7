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

use super::About;

pub const ABOUT: About = About {
    name: "rust-flume",
    library: concat!("flume ", env!("ROWS_FLUME")),
    waits: "parks when refused once; the deque is under a std Mutex",
    no_rendezvous: None,
    one_consumer: None,
};

pub struct Flume;

super::shared_by_threads!(Flume);

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
