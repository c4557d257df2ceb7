//! Hands the versions of the compiler and of all packages to the program, as they are
//! in this build, so that a result cannot name others.

use std::process::Command;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.lock");

    println!("cargo::rustc-env=ROWS_RUSTC={}", compiler());
    let lock = fs::read_to_string("Cargo.lock").expect("Cargo.lock is beside build.rs");
    for (name, version) in packages(&lock) {
        let name = name.to_uppercase().replace('-', "_");
        println!("cargo::rustc-env=ROWS_{name}={version}");
    }
}

/// What the compiler of this build says it is.
fn compiler() -> String {
    let rustc = env::var_os("RUSTC").expect("cargo sets RUSTC");
    let said = Command::new(rustc).arg("--version").output();
    let said = said.expect("the compiler of this build can be run");
    String::from_utf8(said.stdout)
        .expect("its version is text")
        .trim()
        .to_string()
}

/// Names and versions of the packages of a lock file. Cargo writes a version on the line
/// behind its name.
fn packages(lock: &str) -> Vec<(&str, &str)> {
    let lines: Vec<&str> = lock.lines().collect();
    lines
        .windows(2)
        .filter_map(|two| Some((quoted(two[0], "name")?, quoted(two[1], "version")?)))
        .collect()
}

/// The text of a line of the form `key = "text"`.
fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?
        .strip_prefix(" = \"")?
        .strip_suffix('"')
}
