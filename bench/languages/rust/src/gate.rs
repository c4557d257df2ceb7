//! Threads that start together, and the time until the last of them has ended.

use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;

use crate::clock::{Clock, Spent};

/// What one thread does.
pub type Worker<'a> = Box<dyn FnOnce() -> Result<(), String> + Send + 'a>;

/// A gate at which threads sleep until it opens, and which counts those that have ended.
#[derive(Default)]
struct Gate {
    state: Mutex<State>,
    /// For the workers: the gate has opened.
    opened: Condvar,
    /// For the one who opens it: `standing` or `ended` is one more.
    counted: Condvar,
}

#[derive(Default)]
struct State {
    standing: usize,
    open: bool,
    ended: usize,
}

impl Gate {
    /// Nothing panics while it holds the lock, so it is never poisoned.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no thread panics at the gate")
    }

    /// Sleeps until the gate opens. The returned value counts its thread as ended when it
    /// goes out of scope, also by a panic, so nobody waits for a thread that is no more.
    fn pass(&self) -> Passed<'_> {
        let mut state = self.lock();
        state.standing += 1;
        self.counted.notify_one();
        let state = self.opened.wait_while(state, |s| !s.open);
        drop(state.expect("no thread panics at the gate"));
        Passed(self)
    }

    fn open(&self) {
        self.lock().open = true;
        self.opened.notify_all();
    }

    /// Sleeps until the count is as wanted. A thread that is counted as standing sleeps:
    /// it lets go of the lock only by waiting.
    fn wait_until(&self, wanted: impl Fn(&State) -> bool) {
        let state = self.counted.wait_while(self.lock(), |s| !wanted(s));
        drop(state.expect("no thread panics at the gate"));
    }
}

struct Passed<'a>(&'a Gate);

impl Drop for Passed<'_> {
    fn drop(&mut self) {
        self.0.lock().ended += 1;
        self.0.counted.notify_one();
    }
}

/// Runs the workers, each in a thread of its own, and returns what was spent from the
/// moment they could start until the last of them had ended. Making threads, and what the
/// system does to end them, is not in it.
pub fn timed(workers: Vec<Worker<'_>>) -> Result<Spent, String> {
    let gate = Gate::default();
    let count = workers.len();
    thread::scope(|scope| {
        let mut threads = Vec::with_capacity(count);
        for work in workers {
            let thread = thread::Builder::new().spawn_scoped(scope, || {
                let _passed = gate.pass();
                work()
            });
            match thread {
                Ok(thread) => threads.push(thread),
                Err(err) => {
                    // Those that stand at the gate find their queue disconnected, because
                    // the workers that never start are dropped here, with their ends of it.
                    gate.open();
                    return Err(format!("cannot start a thread: {err}"));
                }
            }
        }

        gate.wait_until(|s| s.standing == count);
        let clock = Clock::start();
        gate.open();
        gate.wait_until(|s| s.ended == count);
        let spent = clock.stop();

        for thread in threads {
            thread.join().map_err(|_| "a thread panicked")??;
        }
        Ok(spent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn all_stand_before_one_starts() {
        let started = AtomicUsize::new(0);
        let worker = || -> Worker<'_> {
            Box::new(|| {
                started.fetch_add(1, Ordering::Relaxed);
                Ok(())
            })
        };
        let gate = Gate::default();
        thread::scope(|scope| {
            for work in [worker(), worker(), worker()] {
                let gate = &gate;
                scope.spawn(move || {
                    let _passed = gate.pass();
                    work()
                });
            }
            gate.wait_until(|s| s.standing == 3);
            thread::sleep(Duration::from_millis(5));
            assert_eq!(started.load(Ordering::Relaxed), 0);
            gate.open();
            gate.wait_until(|s| s.ended == 3);
            assert_eq!(started.load(Ordering::Relaxed), 3);
        });
    }

    #[test]
    fn the_last_worker_counts() {
        let pause = |ms| -> Worker<'_> {
            Box::new(move || {
                thread::sleep(Duration::from_millis(ms));
                Ok(())
            })
        };
        let spent = timed(vec![pause(30), pause(1)]).unwrap();
        assert!(spent.time >= Duration::from_millis(30), "{spent:?}");
    }

    #[test]
    fn an_error_is_reported() {
        let workers: Vec<Worker<'_>> = vec![Box::new(|| Ok(())), Box::new(|| Err("no".into()))];
        assert_eq!(timed(workers).unwrap_err(), "no");
    }

    #[test]
    fn a_panic_is_reported() {
        let workers: Vec<Worker<'_>> = vec![Box::new(|| panic!("on purpose")), Box::new(|| Ok(()))];
        assert_eq!(timed(workers).unwrap_err(), "a thread panicked");
    }
}
