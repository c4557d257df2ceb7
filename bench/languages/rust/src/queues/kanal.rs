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

use super::About;

pub const ABOUT: About = About {
    name: "rust-kanal",
    library: concat!("kanal ", env!("ROWS_KANAL")),
    waits: "yields up to 256 times, then parks; the deque is under a lock that spins, then sleeps up to about 1 ms at a time (on one processor it yields)",
    no_rendezvous: None,
    one_consumer: None,
};

pub struct Kanal;

super::shared_by_threads!(Kanal);

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
