//! The program as its callers see it: what it prints, where, and with which status it ends.

use std::process::{Command, Output};

const CROSSBEAM: &str = "BenchmarkLanguages/scenario=handoff/impl=rust-crossbeam/cap=16/p=4/c=4-2";
const TOKIO: &str = "BenchmarkLanguages/scenario=pingpong/impl=rust-tokio/cap=1/p=1/c=1-2";

fn rows(args: &[&str]) -> Output {
    let rows = Command::new(env!("CARGO_BIN_EXE_rows")).args(args).output();
    rows.expect("the program can be run")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program prints text")
}

#[test]
fn list_has_a_setting_for_each_queue_that_has_cells() {
    let out = rows(&["-list"]);
    assert!(out.status.success() && out.stderr.is_empty(), "{out:?}");
    let (settings, cells): (Vec<_>, Vec<_>) = text(&out.stdout)
        .lines()
        .partition(|line| line.starts_with("row-"));
    assert_eq!(settings.len(), 5);
    assert!(!cells.is_empty());

    for setting in &settings {
        let (row, rest) = setting["row-".len()..].split_once(": ").unwrap();
        assert!(rest.contains(", rustc 1."), "{setting}");
        let missing = |key| !cells.iter().any(|c| c.contains(row) && c.contains(key));
        for (key, said) in [("cap=0/", "not at cap=0: "), ("c=4", "not at c=4: ")] {
            assert_eq!(missing(key), rest.contains(said), "{setting}");
        }
        assert!(cells.iter().any(|c| c.contains(row)), "{setting}");
    }
    for cell in cells {
        assert!(cell.starts_with("BenchmarkLanguages/scenario="), "{cell}");
    }
}

#[test]
fn the_settings_have_the_versions_of_cargo_toml() {
    let out = rows(&["-list"]);
    for line in include_str!("../Cargo.toml").lines() {
        let Some((name, rest)) = line.split_once(" = ").filter(|(_, r)| r.contains("\"=")) else {
            continue;
        };
        let version = rest.split('"').find_map(|v| v.strip_prefix('=')).unwrap();
        let said = text(&out.stdout).contains(&format!("{name} {version}"));
        assert_eq!(said, name != "libc", "{name} {version}"); // libc has no row
    }
}

#[test]
fn results_are_in_the_order_asked_for() {
    let out = rows(&["1", TOKIO, CROSSBEAM]);
    assert!(out.status.success() && out.stderr.is_empty(), "{out:?}");
    let lines: Vec<Vec<&str>> = text(&out.stdout)
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(lines.len(), 2);
    for (line, name) in lines.iter().zip([TOKIO, CROSSBEAM]) {
        assert_eq!((line.len(), line[0]), (4, name));
        let n: f64 = line[1].parse().unwrap();
        let time: f64 = line[2].strip_suffix(" ns/op").unwrap().parse().unwrap();
        let processor: f64 = line[3].strip_suffix(" cpu-ns/op").unwrap().parse().unwrap();
        // A run of 1 ms at least, but for the digits that are not printed.
        assert!(n * time >= 990_000.0 && processor > 0.0, "{line:?}");
    }
}

#[test]
fn a_loss_ends_the_program() {
    let lossy = "BenchmarkLanguages/scenario=handoff/impl=rust-lossy/cap=16/p=4/c=1-2";
    let out = rows(&["20", CROSSBEAM, lossy, TOKIO]);
    assert_eq!(out.status.code(), Some(1));
    let said = text(&out.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.contains(lossy) && said.contains("values received: "),
        "{said}"
    );
    let printed = text(&out.stdout);
    assert!(printed.starts_with(CROSSBEAM), "{printed}");
    assert_eq!(printed.lines().count(), 1, "{printed}");
}

#[test]
fn a_command_line_that_makes_no_sense_is_refused() {
    let not_held = "BenchmarkLanguages/scenario=handoff/impl=rust-tokio/cap=0/p=1/c=1-2";
    for (args, named) in [
        (&[][..], "no argument"),
        (&["-help"][..], "\"-help\""),
        (&["-list", "x"][..], "\"x\""),
        (&["0", CROSSBEAM][..], "\"0\""),
        (&["soon", CROSSBEAM][..], "\"soon\""),
        (&["20"][..], "\"20\""),
        (&["20", "nonsense"][..], "\"nonsense\""),
        (&["20", CROSSBEAM, "nonsense"][..], "\"nonsense\""),
        (&["20", not_held][..], not_held),
    ] {
        let out = rows(args);
        assert_eq!(out.status.code(), Some(2), "{args:?}");
        assert!(out.stdout.is_empty(), "{args:?}");
        let said = text(&out.stderr);
        assert!(said.contains(named) && said.contains("allow"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
