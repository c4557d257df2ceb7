//! Names of cells, as in `BenchmarkLanguages/scenario=handoff/impl=rust-flume/cap=1/p=4/c=1-2`.

use std::fmt;

use crate::cell::{Cell, Scenario};
use crate::queues::Impl;

const PREFIX: &str = "BenchmarkLanguages/";

/// Says to those who give something else what a name looks like.
const FORM: &str = "BenchmarkLanguages/scenario=S/impl=I/cap=N/p=P/c=C-PROCESSORS";

/// As -list prints it, without the number of processors.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scenario, queue) = (self.scenario.name(), self.queue.about().name);
        write!(
            f,
            "{PREFIX}scenario={scenario}/impl={queue}/cap={}",
            self.capacity
        )?;
        write!(f, "/p={}/c={}", self.producers, self.consumers)
    }
}

/// The cell of that name, or one line that says what is wrong with it.
pub fn parse(name: &str) -> Result<Cell, String> {
    // The name is quoted, so that one with line ends in it makes one line too.
    read(name).map_err(|wrong| format!("{name:?}: {wrong}"))
}

fn read(name: &str) -> Result<Cell, String> {
    let Some([scenario, queue, capacity, producers, consumers]) = values(name) else {
        return Err(format!(
            "not the name of a cell: allowed is {FORM}, as -list prints them"
        ));
    };
    let (consumers, processors) = consumers.split_once('-').unwrap_or((consumers, "1"));
    let cell = Cell {
        scenario: one_of("scenario", scenario, &Scenario::ALL, |s| s.name())?,
        queue: one_of("impl", queue, &Impl::ALL, |q| q.about().name)?,
        capacity: number("cap", capacity)?,
        producers: number("p", producers)?,
        consumers: number("c", consumers)?,
        processors: number("the processors behind the last dash", processors)?,
    };
    cell.check()?;
    Ok(cell)
}

/// The values of the keys of a name. All have to be there, in this order.
fn values(name: &str) -> Option<[&str; 5]> {
    let mut parts = name.strip_prefix(PREFIX)?.split('/');
    let mut value = |key: &str| parts.next()?.strip_prefix(key)?.strip_prefix('=');
    let values = [
        value("scenario")?,
        value("impl")?,
        value("cap")?,
        value("p")?,
        value("c")?,
    ];
    parts.next().is_none().then_some(values)
}

/// The one of `all` with the name `given`.
fn one_of<T: Copy>(
    key: &str,
    given: &str,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<T, String> {
    let found = all.iter().find(|&&t| name(t) == given);
    found.copied().ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|&t| name(t)).collect();
        format!("{key}: allowed are {}", names.join(", "))
    })
}

/// A number as it is printed: no sign, no zeros before it.
fn number(key: &str, given: &str) -> Result<usize, String> {
    let n = given
        .parse()
        .ok()
        .filter(|n: &usize| n.to_string() == given);
    n.ok_or_else(|| format!("{key}: allowed are whole numbers, with digits only"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Fails unless `name` is refused in one line that has it and says why.
    fn refused(name: &str, because: &str) {
        let said = parse(name).expect_err(name);
        assert!(said.contains(&format!("{name:?}")), "{said}");
        assert!(said.contains(because), "{said}");
        assert!(!said.contains('\n'), "{said}");
    }

    #[test]
    fn a_name_says_what_is_measured() {
        let name = "BenchmarkLanguages/scenario=handoff/impl=rust-crossbeam/cap=16/p=4/c=1";
        let mut cell = Cell {
            scenario: Scenario::Handoff,
            queue: Impl::Crossbeam,
            capacity: 16,
            producers: 4,
            consumers: 1,
            processors: 1,
        };
        assert_eq!(parse(name).unwrap(), cell);
        assert_eq!(cell.to_string(), name);
        cell.processors = 12;
        assert_eq!(parse(&format!("{name}-12")).unwrap(), cell);
    }

    #[test]
    fn listed_names_are_those_of_their_cells() {
        let cells = Cell::listed();
        for cell in &cells {
            assert_eq!(parse(&cell.to_string()).as_ref(), Ok(cell));
        }
        let names: HashSet<_> = cells.iter().map(Cell::to_string).collect();
        assert_eq!(names.len(), cells.len());
    }

    #[test]
    fn the_lossy_queue_can_be_asked_for() {
        let name = "BenchmarkLanguages/scenario=handoff/impl=rust-lossy/cap=7/p=4/c=4-2";
        assert_eq!(parse(name).unwrap().capacity, 7);
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for name in [
            "",
            "nonsense",
            "-2",
            "two\nlines",
            "BenchmarkLanguages",
            "BenchmarkQueue/scenario=handoff/impl=rust-flume/cap=1/p=1/c=1",
            "BenchmarkLanguages/scenario=handoff/impl=rust-flume/cap=1/p=1",
            "BenchmarkLanguages/scenario=handoff/impl=rust-flume/cap=1/p=1/c=1/batch=1",
            "BenchmarkLanguages/impl=rust-flume/scenario=handoff/cap=1/p=1/c=1",
        ] {
            refused(
                name,
                "allowed is BenchmarkLanguages/scenario=S/impl=I/cap=N/p=P/c=C",
            );
        }
    }

    #[test]
    fn a_cell_that_there_is_not_is_refused() {
        for (cell, because) in [
            (
                "idle/impl=rust-flume/cap=1/p=1/c=1",
                "scenario: allowed are handoff, pingpong",
            ),
            (
                "handoff/impl=flume/cap=1/p=1/c=1",
                "impl: allowed are rust-sync_channel, rust-",
            ),
            (
                "handoff/impl=a\nb/cap=1/p=1/c=1",
                "impl: allowed are rust-sync_channel, rust-",
            ),
            (
                "handoff/impl=rust-flume/cap=7/p=1/c=1",
                "cap=7: allowed are [0, 1, 16, 128, 1024]",
            ),
            (
                "handoff/impl=rust-flume/cap=-1/p=1/c=1",
                "cap: allowed are whole numbers",
            ),
            (
                "handoff/impl=rust-flume/cap=+1/p=1/c=1",
                "cap: allowed are whole numbers",
            ),
            (
                "handoff/impl=rust-flume/cap=01/p=1/c=1",
                "cap: allowed are whole numbers",
            ),
            (
                "handoff/impl=rust-flume/cap=/p=1/c=1",
                "cap: allowed are whole numbers",
            ),
            (
                "handoff/impl=rust-flume/cap=1/p=2/c=1",
                "p=2/c=1: allowed are p=1 and 4",
            ),
            (
                "pingpong/impl=rust-flume/cap=1/p=4/c=1",
                "p=4/c=1: allowed for pingpong is p=1/c=1",
            ),
            (
                "handoff/impl=rust-tokio/cap=0/p=1/c=1",
                "cap=0: rust-tokio allows 1 and more",
            ),
            (
                "handoff/impl=rust-tokio/cap=1/p=1/c=4",
                "rust-tokio allows only c=1",
            ),
            (
                "handoff/impl=rust-sync_channel/cap=1/p=4/c=4",
                "rust-sync_channel allows only c=1",
            ),
            (
                "handoff/impl=rust-lossy/cap=0/p=1/c=1",
                "cap=0: rust-lossy allows 1 and more",
            ),
            (
                "handoff/impl=rust-lossy/cap=1048577/p=1/c=1",
                "cap=1048577: allowed are",
            ),
            (
                "pingpong/impl=rust-lossy/cap=1/p=1/c=1",
                "allowed for rust-lossy is handoff",
            ),
            (
                "handoff/impl=rust-flume/cap=1/p=1/c=1-0",
                "0 processors: allowed are 1 to 1024",
            ),
            (
                "handoff/impl=rust-flume/cap=1/p=1/c=1-1025",
                "1025 processors: allowed are 1",
            ),
            (
                "handoff/impl=rust-flume/cap=1/p=1/c=1-",
                "last dash: allowed are whole numbers",
            ),
            (
                "handoff/impl=rust-flume/cap=1/p=1/c=1-2-3",
                "last dash: allowed are whole numbers",
            ),
        ] {
            refused(&format!("BenchmarkLanguages/scenario={cell}"), because);
        }
    }
}
