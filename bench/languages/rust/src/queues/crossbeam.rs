//! rust-crossbeam: the bounded channel of crossbeam-channel.
//!
//! At a capacity of 1 and more it is a ring of slots, each with a stamp that says whose
//! turn it is; at 0 a rendezvous under a mutex.
//!
//! - Full: `send` waits, `try_send` returns Full, `send_timeout` waits for a time.
//! - Closed: when the last sender is dropped, receivers get what is left and then an
//!   error. When the last receiver is dropped, sends fail and give the value back.
//! - Cancelled: only by a time limit, by `select!`, or by dropping the other side.

use crossbeam_channel as channel;

use super::About;

pub const ABOUT: About = About {
    name: "rust-crossbeam",
    library: concat!("crossbeam-channel ", env!("ROWS_CROSSBEAM_CHANNEL")),
    waits: "tries again after growing pauses, then after yields, then parks; parks at once at cap=0",
    no_rendezvous: None,
    one_consumer: None,
};

pub struct Crossbeam;

super::shared_by_threads!(Crossbeam);

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
