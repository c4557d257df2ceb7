//! What a run takes: time, and processor time of the process.

use std::time::{Duration, Instant};

/// What was spent between two moments.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    pub time: Duration,
    /// User and system time, of all threads of the process.
    pub processor: Duration,
}

/// The moment from which [`Clock::stop`] counts.
pub struct Clock {
    processor: Duration,
    time: Instant,
}

impl Clock {
    pub fn start() -> Clock {
        Clock {
            processor: processor_time(),
            time: Instant::now(),
        }
    }

    pub fn stop(self) -> Spent {
        Spent {
            time: self.time.elapsed(),
            processor: processor_time() - self.processor,
        }
    }
}

/// User and system time that the process has used so far.
fn processor_time() -> Duration {
    // SAFETY: a rusage is made of integers, for which all zeros is a value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: usage outlives the call, which only writes to it.
    let status = unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut usage) };
    assert_eq!(status, 0, "getrusage refuses only bad arguments");
    duration(usage.ru_utime) + duration(usage.ru_stime)
}

fn duration(t: libc::timeval) -> Duration {
    Duration::from_secs(t.tv_sec as u64) + Duration::from_micros(t.tv_usec as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever else the machine does: a thread that computes uses processor time.
    #[test]
    fn the_processor_time_of_all_threads_counts() {
        const SOME: Duration = Duration::from_millis(20);
        let clock = Clock::start();
        let enough = processor_time() + SOME;
        std::thread::scope(|scope| scope.spawn(|| while processor_time() < enough {}).join())
            .expect("the thread only computes");
        let spent = clock.stop();
        assert!(spent.processor >= SOME, "{spent:?}");
        assert!(!spent.time.is_zero(), "{spent:?}");
    }
}
