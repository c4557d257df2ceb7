//! The Rust rows of the table across languages. ../README.md says what such a program
//! does; this one measures the bounded channels of the standard library, crossbeam,
//! tokio, flume and kanal.

mod cell;
mod clock;
mod gate;
mod handoff;
mod measure;
mod name;
mod pingpong;
mod queues;
mod values;

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use cell::Cell;
use clock::Spent;
use queues::Impl;

/// Why the program ends without success.
enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// A queue did not do what it should, or something could not be had.
    Run(String),
}

/// A sample of an hour is a mistake.
const LONGEST: u64 = 3_600_000;

fn main() -> ExitCode {
    // What is no text becomes text that is no name.
    let args: Vec<String> = env::args_os()
        .skip(1)
        .map(|arg| arg.to_string_lossy().into_owned())
        .collect();
    let (status, message) = match run(&args) {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => (2, message),
        Err(Failure::Run(message)) => (1, message),
    };
    eprintln!("rows: {message}");
    ExitCode::from(status)
}

fn run(args: &[String]) -> Result<(), Failure> {
    let Some((first, names)) = args.split_first() else {
        return Err(Failure::Usage(
            "no argument: allowed are -list, and MILLISECONDS NAME...".into(),
        ));
    };
    if first == "-list" {
        return match names.first() {
            None => list(),
            Some(more) => Err(Failure::Usage(format!(
                "{more:?}: nothing is allowed after -list"
            ))),
        };
    }
    let goal = milliseconds(first).map_err(Failure::Usage)?;
    if names.is_empty() {
        return Err(Failure::Usage(format!(
            "no name after {first:?}: allowed are those that -list prints"
        )));
    }
    // All names are looked at before the first is measured, so that a mistake costs no time.
    let cells: Result<Vec<Cell>, String> = names.iter().map(|name| name::parse(name)).collect();
    for (name, cell) in names.iter().zip(cells.map_err(Failure::Usage)?) {
        let (n, spent) = queues::measure(&cell, goal)
            .map_err(|wrong| Failure::Run(format!("{name}: {wrong}")))?;
        print(&result(name, n, spent))?;
    }
    Ok(())
}

fn milliseconds(given: &str) -> Result<Duration, String> {
    match given.parse() {
        Ok(ms @ 1..=LONGEST) => Ok(Duration::from_millis(ms)),
        _ => Err(format!(
            "{given:?}: allowed are -list, or MILLISECONDS from 1 to {LONGEST}"
        )),
    }
}

fn list() -> Result<(), Failure> {
    for queue in Impl::listed() {
        print(&queue.setting())?;
    }
    for cell in Cell::listed() {
        print(&cell.to_string())?;
    }
    Ok(())
}

/// A line of the benchmark format.
fn result(name: &str, n: u64, spent: Spent) -> String {
    // A time of exactly 0 has no unit that a reader could scale it to.
    let each = |total: Duration| (total.as_nanos() as f64 / n as f64).max(0.01);
    let (time, processor) = (each(spent.time), each(spent.processor));
    format!("{name}\t{n}\t{time:.2} ns/op\t{processor:.2} cpu-ns/op")
}

/// Prints a line at once, so that a reader sees each result when it is there.
fn print(line: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .map_err(|err| Failure::Run(format!("cannot print: {err}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_by_operation() {
        let spent = Spent {
            time: Duration::from_micros(100),
            processor: Duration::ZERO,
        };
        assert_eq!(
            result("name-2", 1000, spent),
            "name-2\t1000\t100.00 ns/op\t0.01 cpu-ns/op"
        );
    }

    #[test]
    fn milliseconds_are_whole_and_some() {
        assert_eq!(milliseconds("20"), Ok(Duration::from_millis(20)));
        for given in [
            "0",
            "-1",
            "1.5",
            "20ms",
            "",
            "3600001",
            "99999999999999999999",
        ] {
            let said = milliseconds(given).unwrap_err();
            assert!(said.contains(&format!("{given:?}")), "{said}");
        }
    }
}
