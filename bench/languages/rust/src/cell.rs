//! The cells of the table: which there are, and what is wrong with others.

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
    pub const ALL: [Scenario; 2] = [Scenario::Handoff, Scenario::PingPong];

    pub fn name(self) -> &'static str {
        match self {
            Scenario::Handoff => "handoff",
            Scenario::PingPong => "pingpong",
        }
    }
}

/// A few capacities, so that each queue is compared at the same ones.
const CAPACITIES: [usize; 5] = [0, 1, 16, 128, 1024];

/// Of the queue that is not listed: any capacity up to this one.
const LARGEST: usize = 1 << 20;

/// Producers and consumers.
pub const SHAPES: [(usize, usize); 4] = [(1, 1), (4, 1), (1, 4), (4, 4)];

/// More is a mistake: so many threads are more than a machine may have room for.
const MOST_PROCESSORS: usize = 1024;

impl Cell {
    /// All cells that there are, on one processor.
    pub fn listed() -> Vec<Cell> {
        let mut cells = Vec::new();
        for queue in Impl::listed() {
            for scenario in Scenario::ALL {
                for capacity in CAPACITIES {
                    for (producers, consumers) in SHAPES {
                        cells.push(Cell {
                            scenario,
                            queue,
                            capacity,
                            producers,
                            consumers,
                            processors: 1,
                        });
                    }
                }
            }
        }
        cells.retain(|cell| cell.check().is_ok());
        cells
    }

    /// If there is no such cell: what is allowed instead.
    pub fn check(&self) -> Result<(), String> {
        self.check_capacity()?;
        self.check_shape()?;
        if !(1..=MOST_PROCESSORS).contains(&self.processors) {
            let allowed = format!("allowed are 1 to {MOST_PROCESSORS} behind the last dash");
            return Err(format!("{} processors: {allowed}", self.processors));
        }
        Ok(())
    }

    fn check_capacity(&self) -> Result<(), String> {
        let about = self.queue.about();
        let cap = self.capacity;
        if self.queue == Impl::Lossy && cap > LARGEST {
            return Err(format!("cap={cap}: allowed are 1 to {LARGEST}"));
        }
        if self.queue != Impl::Lossy && !CAPACITIES.contains(&cap) {
            return Err(format!("cap={cap}: allowed are {CAPACITIES:?}"));
        }
        match about.no_rendezvous {
            Some(why) if cap == 0 => Err(format!("cap=0: {} allows 1 and more: {why}", about.name)),
            _ => Ok(()),
        }
    }

    fn check_shape(&self) -> Result<(), String> {
        let about = self.queue.about();
        let shape = (self.producers, self.consumers);
        let named = format!("p={}/c={}", self.producers, self.consumers);
        if !SHAPES.contains(&shape) {
            return Err(format!("{named}: allowed are p=1 and 4, c=1 and 4"));
        }
        if self.scenario == Scenario::PingPong {
            if shape != (1, 1) {
                return Err(format!("{named}: allowed for pingpong is p=1/c=1"));
            }
            if self.queue == Impl::Lossy {
                return Err(format!("pingpong: allowed for {} is handoff", about.name));
            }
        }
        match about.one_consumer {
            Some(why) if self.consumers > 1 => {
                Err(format!("{named}: {} allows only c=1: {why}", about.name))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
