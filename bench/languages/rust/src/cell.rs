//! The cells of the table, and their names.

use std::fmt;

use crate::queues::Impl;

/// One cell: what is done, with which queue, by how many.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub scenario: Scenario,
    pub queue: Impl,
    pub capacity: usize,
    pub producers: usize,
    pub consumers: usize,
    /// How many processors the program has, which a scheduler of its own has to know.
    pub processors: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scenario {
    Handoff,
    PingPong,
}

impl Scenario {
    const ALL: [Scenario; 2] = [Scenario::Handoff, Scenario::PingPong];

    fn name(self) -> &'static str {
        match self {
            Scenario::Handoff => "handoff",
            Scenario::PingPong => "pingpong",
        }
    }
}

/// How many producers and consumers a queue has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    pub producers: usize,
    pub consumers: usize,
}

const PREFIX: &str = "BenchmarkLanguages/";

/// What a name looks like, for those that do not.
const FORM: &str =
    "BenchmarkLanguages/scenario=S/impl=I/cap=N/p=P/c=C, with or without -PROCESSORS";

const CAPACITIES: [usize; 5] = [0, 1, 16, 128, 1024];

/// Of the queue that is not listed: any capacity up to this one.
const LARGEST: usize = 1 << 20;

/// More than this is a mistake, and so many workers may be more than a machine can have.
const MOST_PROCESSORS: usize = 1024;

impl Cell {
    pub const SHAPES: [Shape; 4] = [
        Shape {
            producers: 1,
            consumers: 1,
        },
        Shape {
            producers: 4,
            consumers: 1,
        },
        Shape {
            producers: 1,
            consumers: 4,
        },
        Shape {
            producers: 4,
            consumers: 4,
        },
    ];

    /// All cells that there are, on one processor.
    pub fn listed() -> Vec<Cell> {
        let mut cells = Vec::new();
        for queue in Impl::listed() {
            for scenario in Scenario::ALL {
                for capacity in CAPACITIES {
                    for Shape {
                        producers,
                        consumers,
                    } in Cell::SHAPES
                    {
                        let processors = 1;
                        cells.push(Cell {
                            scenario,
                            queue,
                            capacity,
                            producers,
                            consumers,
                            processors,
                        });
                    }
                }
            }
        }
        cells.retain(|c| c.check().is_ok());
        cells
    }

    /// The cell of that name.
    pub fn parse(name: &str) -> Result<Cell, String> {
        Cell::read(name).map_err(|wrong| format!("{name:?}: {wrong}"))
    }

    fn read(name: &str) -> Result<Cell, String> {
        let keys = name.strip_prefix(PREFIX).and_then(split);
        let [scenario, queue, capacity, producers, consumers] = keys.ok_or(format!(
            "not the name of a cell: allowed is {FORM}, as -list prints them"
        ))?;
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

    /// What is wrong with a cell that there is not.
    fn check(&self) -> Result<(), String> {
        self.check_capacity()?;
        self.check_shape()?;
        if !(1..=MOST_PROCESSORS).contains(&self.processors) {
            let n = self.processors;
            return Err(format!(
                "-{n}: allowed are 1 to {MOST_PROCESSORS} processors"
            ));
        }
        Ok(())
    }

    fn check_capacity(&self) -> Result<(), String> {
        let about = self.queue.about();
        let cap = self.capacity;
        if cap == 0 && !about.rendezvous {
            return Err(format!("cap=0: {} is {}", about.name, about.missing));
        }
        if self.queue == Impl::Lossy && cap > LARGEST {
            return Err(format!(
                "cap={cap}: allowed are 1 to {LARGEST} for {}",
                about.name
            ));
        }
        if self.queue != Impl::Lossy && !CAPACITIES.contains(&cap) {
            return Err(format!("cap={cap}: allowed are {CAPACITIES:?}"));
        }
        Ok(())
    }

    fn check_shape(&self) -> Result<(), String> {
        let about = self.queue.about();
        let Cell {
            producers,
            consumers,
            ..
        } = *self;
        let shape = format!("p={producers}/c={consumers}");
        if !Cell::SHAPES.contains(&Shape {
            producers,
            consumers,
        }) {
            return Err(format!("{shape}: allowed are p=1 or 4 and c=1 or 4"));
        }
        if self.scenario == Scenario::PingPong && (producers, consumers) != (1, 1) {
            return Err(format!("{shape}: allowed is p=1/c=1 for pingpong"));
        }
        if self.scenario == Scenario::PingPong && self.queue == Impl::Lossy {
            return Err(format!(
                "scenario=pingpong: allowed is handoff for {}",
                about.name
            ));
        }
        if consumers > 1 && !about.shared {
            return Err(format!(
                "c={consumers}: {} is {}",
                about.name, about.missing
            ));
        }
        Ok(())
    }
}

/// As -list prints it, without the number of processors.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cell {
            scenario,
            queue,
            capacity,
            producers,
            consumers,
            ..
        } = self;
        let (scenario, queue) = (scenario.name(), queue.about().name);
        write!(
            f,
            "{PREFIX}scenario={scenario}/impl={queue}/cap={capacity}/p={producers}/c={consumers}"
        )
    }
}

/// The values of the keys of a name, all of which have to be there in this order.
fn split(keys: &str) -> Option<[&str; 5]> {
    let mut parts = keys.split('/');
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
    all.iter()
        .copied()
        .find(|&t| name(t) == given)
        .ok_or_else(|| {
            let names: Vec<_> = all.iter().map(|&t| name(t)).collect();
            format!("{key}={given}: allowed are {}", names.join(", "))
        })
}

/// A number as it is printed: no sign, no zeros before it.
fn number(key: &str, given: &str) -> Result<usize, String> {
    match given.parse::<usize>() {
        Ok(n) if n.to_string() == given => Ok(n),
        _ => Err(format!("{key}: {given} is not a number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn refused(name: &str, because: &str) {
        let said = Cell::parse(name).expect_err(name);
        assert!(said.contains(name) && said.contains(because), "{said}");
        assert!(!said.contains('\n'), "{said}");
    }

    #[test]
    fn a_name_says_what_is_measured() {
        let name = "BenchmarkLanguages/scenario=handoff/impl=rust-crossbeam/cap=16/p=4/c=1";
        let cell = Cell {
            scenario: Scenario::Handoff,
            queue: Impl::Crossbeam,
            capacity: 16,
            producers: 4,
            consumers: 1,
            processors: 1,
        };
        assert_eq!(Cell::parse(name).unwrap(), cell);
        assert_eq!(cell.to_string(), name);
        let on_12 = Cell::parse(&format!("{name}-12")).unwrap();
        assert_eq!(
            on_12,
            Cell {
                processors: 12,
                ..cell
            }
        );
    }

    #[test]
    fn listed_names_are_those_of_their_cells() {
        let cells = Cell::listed();
        for cell in &cells {
            assert_eq!(Cell::parse(&cell.to_string()).as_ref(), Ok(cell));
        }
        let names: HashSet<_> = cells.iter().map(Cell::to_string).collect();
        assert_eq!(names.len(), cells.len());
    }

    /// Of 5 capacities, 4 shapes and a pingpong each: those with one consumer have half of
    /// the shapes, and tokio has no capacity of 0.
    #[test]
    fn every_queue_has_its_cells() {
        let count = |q| Cell::listed().iter().filter(|c| c.queue == q).count();
        assert_eq!(count(Impl::SyncChannel), 5 * (2 + 1));
        assert_eq!(count(Impl::Tokio), 4 * (2 + 1));
        for q in [Impl::Crossbeam, Impl::Flume, Impl::Kanal] {
            assert_eq!(count(q), 5 * (4 + 1));
        }
        assert_eq!(count(Impl::Lossy), 0);
    }

    #[test]
    fn the_lossy_queue_can_be_asked_for() {
        let name = "BenchmarkLanguages/scenario=handoff/impl=rust-lossy/cap=7/p=4/c=4-2";
        assert_eq!(Cell::parse(name).unwrap().capacity, 7);
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let form = "scenario=S/impl=I/cap=N/p=P/c=C";
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
            let said = Cell::parse(name).expect_err(name);
            assert!(said.contains(form) && !said.contains('\n'), "{said}");
        }
    }

    #[test]
    fn what_there_is_not_is_refused() {
        let name = |rest| format!("BenchmarkLanguages/scenario={rest}");
        for (rest, because) in [
            (
                "idle/impl=rust-flume/cap=1/p=1/c=1",
                "scenario=idle: allowed are handoff, pingpong",
            ),
            (
                "handoff/impl=flume/cap=1/p=1/c=1",
                "impl=flume: allowed are rust-sync_channel, ",
            ),
            (
                "handoff/impl=rust-flume/cap=7/p=1/c=1",
                "cap=7: allowed are [0, 1, 16, 128, 1024]",
            ),
            (
                "handoff/impl=rust-flume/cap=-1/p=1/c=1",
                "cap: -1 is not a number",
            ),
            (
                "handoff/impl=rust-flume/cap=01/p=1/c=1",
                "cap: 01 is not a number",
            ),
            (
                "handoff/impl=rust-flume/cap=/p=1/c=1",
                "cap:  is not a number",
            ),
            (
                "handoff/impl=rust-flume/cap=1/p=2/c=1",
                "p=2/c=1: allowed are",
            ),
            (
                "pingpong/impl=rust-flume/cap=1/p=4/c=1",
                "p=4/c=1: allowed is p=1/c=1",
            ),
            (
                "handoff/impl=rust-tokio/cap=0/p=1/c=1",
                "cap=0: rust-tokio is not at cap=0: channel(0) panics",
            ),
            (
                "handoff/impl=rust-tokio/cap=1/p=1/c=4",
                "c=4: rust-tokio is not at",
            ),
            (
                "handoff/impl=rust-sync_channel/cap=1/p=4/c=4",
                "c=4: rust-sync_channel is not at c=4",
            ),
            (
                "handoff/impl=rust-lossy/cap=0/p=1/c=1",
                "cap=0: rust-lossy is not at cap=0",
            ),
            (
                "handoff/impl=rust-lossy/cap=1048577/p=1/c=1",
                "allowed are 1 to 1048576",
            ),
            (
                "pingpong/impl=rust-lossy/cap=1/p=1/c=1",
                "scenario=pingpong: allowed is handoff",
            ),
            (
                "handoff/impl=rust-flume/cap=1/p=1/c=1-0",
                "-0: allowed are 1 to 1024",
            ),
            (
                "handoff/impl=rust-flume/cap=1/p=1/c=1-1025",
                "-1025: allowed are 1 to 1024",
            ),
            (
                "handoff/impl=rust-flume/cap=1/p=1/c=1-",
                "the last dash:  is not a number",
            ),
            (
                "handoff/impl=rust-flume/cap=1/p=1/c=1-2-3",
                "the last dash: 2-3 is not a number",
            ),
        ] {
            refused(&name(rest), because);
        }
    }
}
