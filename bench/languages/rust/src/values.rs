//! The values that go through a queue, and how what arrived is checked.

use std::ops::Range;

/// A value is its producer's number in the high bits and a sequence number, from 1 up,
/// in the low ones. So a consumer can tell whose it is and whether it is out of turn,
/// and the values of two producers differ.
const SEQUENCE_BITS: u32 = 48;

/// The values of one producer: the sequence numbers 1 to `n`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Source {
    pub producer: u64,
    pub n: u64,
}

impl Source {
    /// Divides `n` values among producers exactly: the first ones send one more where `n`
    /// does not divide evenly.
    pub fn divide(n: u64, producers: usize) -> Vec<Source> {
        let among = producers as u64;
        (0..among)
            .map(|producer| Source {
                producer,
                n: n / among + u64::from(producer < n % among),
            })
            .collect()
    }

    /// The values, in the order in which they are to be sent.
    pub fn values(self) -> Range<u64> {
        let first = self.base() + 1;
        first..first + self.n
    }

    fn base(self) -> u64 {
        self.producer << SEQUENCE_BITS
    }

    /// What the values add up to, modulo 2^64. Neither this nor [`Source::xor`] needs a
    /// loop: what should have arrived is known without repeating the run, and without
    /// trusting what the producers believe they sent.
    fn sum(self) -> u64 {
        let n = u128::from(self.n);
        let sum = u128::from(self.base()) * n + n * (n + 1) / 2;
        sum as u64 // modulo 2^64
    }

    /// The exclusive or of the values.
    fn xor(self) -> u64 {
        // 1^2^...^n has period 4, because 4k ^ (4k+1) ^ (4k+2) ^ (4k+3) is 0.
        let sequences = match self.n % 4 {
            0 => self.n,
            1 => 1,
            2 => self.n + 1,
            _ => 0,
        };
        let producers = if self.n % 2 == 1 { self.base() } else { 0 };
        sequences ^ producers
    }
}

/// Two cache lines of 64 bytes, because processors fetch them in pairs: what one thread
/// writes is aligned to as much, so that it shares none with what another one writes.
#[repr(align(128))]
#[derive(Clone, Default)]
struct Apart<T>(T);

/// What one consumer received.
#[repr(align(128))]
pub struct Tally {
    count: u64,
    sum: u64,
    xor: u64,
    /// Values that came after a later one, or from nobody.
    disorder: u64,
    /// The newest value seen of each producer.
    last: Box<[Apart<u64>]>,
}

impl Tally {
    /// An empty tally for the values of so many producers.
    pub fn new(producers: usize) -> Tally {
        Tally {
            count: 0,
            sum: 0,
            xor: 0,
            disorder: 0,
            last: vec![Apart(0); producers].into(),
        }
    }

    /// Counts `value`. The values of one producer reach any one consumer in the order in
    /// which they were sent, however many consumers there are: the queue is first in, first
    /// out, and one consumer's receives follow one another.
    #[inline]
    pub fn add(&mut self, value: u64) {
        self.count += 1;
        self.sum = self.sum.wrapping_add(value);
        self.xor ^= value;
        let producer = (value >> SEQUENCE_BITS) as usize;
        match self.last.get_mut(producer) {
            Some(Apart(last)) if value > *last => *last = value,
            _ => self.disorder += 1,
        }
    }
}

/// Whether the consumers together received exactly the values of `sources`, each
/// producer's in order; otherwise what differs. Rising sequences, the right number of
/// values, the right sum and exclusive or leave a single consumer no other sequence than
/// the one that was sent.
pub fn verify(sources: &[Source], tallies: &[Tally]) -> Result<(), String> {
    let add = |sum: u64, more: u64| sum.wrapping_add(more);
    let xor = |all: u64, more: u64| all ^ more;
    let sent = |of: fn(Source) -> u64| sources.iter().map(move |&s| of(s));
    let received = |of: fn(&Tally) -> u64| tallies.iter().map(of);

    let differences: Vec<String> = [
        differ(
            "values received",
            received(|t| t.count).fold(0, add),
            sent(|s| s.n).fold(0, add),
        ),
        differ(
            "sum of the values",
            received(|t| t.sum).fold(0, add),
            sent(Source::sum).fold(0, add),
        ),
        differ(
            "exclusive or of the values",
            received(|t| t.xor).fold(0, xor),
            sent(Source::xor).fold(0, xor),
        ),
        differ(
            "values out of their producer's order",
            received(|t| t.disorder).fold(0, add),
            0,
        ),
    ]
    .into_iter()
    .flatten()
    .collect();

    if differences.is_empty() {
        Ok(())
    } else {
        Err(differences.join("; "))
    }
}

fn differ(what: &str, got: u64, want: u64) -> Option<String> {
    (got != want).then(|| format!("{what}: {got}, want {want}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What four producers send, in an order that a queue may deliver.
    fn sent() -> (Vec<Source>, Vec<u64>) {
        let sources = Source::divide(103, 4);
        let values = sources.iter().flat_map(|s| s.values()).collect();
        (sources, values)
    }

    /// What `verify` says when one consumer receives `values`.
    fn judge(sources: &[Source], values: &[u64]) -> Result<(), String> {
        let mut tally = Tally::new(sources.len());
        values.iter().for_each(|&v| tally.add(v));
        verify(sources, &[tally])
    }

    #[test]
    fn values_are_divided_exactly() {
        let shares = |n, p| Source::divide(n, p).iter().map(|s| s.n).collect::<Vec<_>>();
        assert_eq!(shares(10, 4), [3, 3, 2, 2]);
        assert_eq!(shares(8, 4), [2, 2, 2, 2]);
        assert_eq!(shares(1, 4), [1, 0, 0, 0]);
    }

    #[test]
    fn values_name_their_producer() {
        let source = Source { producer: 3, n: 2 };
        assert!(source.values().eq([(3 << 48) | 1, (3 << 48) | 2]));
    }

    #[test]
    fn sum_and_xor_are_those_of_a_loop() {
        for producer in [0, 1, 3, 65535] {
            for n in (0..70).chain([1000, 65537]) {
                let s = Source { producer, n };
                let sum = s.values().fold(0, |sum: u64, v| sum.wrapping_add(v));
                assert_eq!(s.sum(), sum, "{s:?}");
                assert_eq!(s.xor(), s.values().fold(0, |xor, v| xor ^ v), "{s:?}");
            }
        }
    }

    #[test]
    fn what_was_sent_is_accepted() {
        let (sources, values) = sent();
        assert_eq!(judge(&sources, &values), Ok(()));
    }

    #[test]
    fn consumers_share() {
        let (sources, values) = sent();
        let mut tallies = [Tally::new(4), Tally::new(4)];
        for (i, &v) in values.iter().enumerate() {
            tallies[i % 2].add(v);
        }
        assert_eq!(verify(&sources, &tallies), Ok(()));
    }

    #[test]
    fn a_loss_is_caught() {
        let (sources, mut values) = sent();
        values.remove(50);
        let said = judge(&sources, &values).unwrap_err();
        assert!(said.contains("values received: 102, want 103"), "{said}");
        assert!(
            said.contains("sum") && said.contains("exclusive or"),
            "{said}"
        );
        assert!(!said.contains("order"), "{said}");
    }

    #[test]
    fn a_duplicate_is_caught() {
        let (sources, mut values) = sent();
        values.insert(50, values[50]);
        let said = judge(&sources, &values).unwrap_err();
        assert!(said.contains("values received: 104, want 103"), "{said}");
        assert!(said.contains("producer's order: 1, want 0"), "{said}");
    }

    /// One value instead of another: the count is right.
    #[test]
    fn a_wrong_value_is_caught() {
        let (sources, mut values) = sent();
        values[50] = values[49];
        let said = judge(&sources, &values).unwrap_err();
        assert!(
            said.contains("sum") && said.contains("exclusive or"),
            "{said}"
        );
    }

    /// Count, sum and exclusive or are all right: only the order can tell.
    #[test]
    fn disorder_is_caught() {
        let (sources, mut values) = sent();
        values.swap(50, 51);
        let said = judge(&sources, &values).unwrap_err();
        assert_eq!(said, "values out of their producer's order: 1, want 0");
    }

    #[test]
    fn a_value_of_nobody_is_caught() {
        let mut tally = Tally::new(2);
        tally.add((2 << 48) | 1);
        assert_eq!(tally.disorder, 1);
    }

    #[test]
    fn tallies_share_no_cache_lines() {
        assert_eq!(align_of::<Tally>(), 128);
        assert_eq!(size_of::<Tally>() % 128, 0);
        let tally = Tally::new(1);
        assert_eq!(tally.last.as_ptr() as usize % 128, 0);
        assert_eq!(size_of_val(&*tally.last) % 128, 0);
    }
}
