//! The `sitmap` command.

fn main() {}
