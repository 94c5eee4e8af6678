//! Tells the compiler what there is to embed: the built front end, the base map, and the world's places, which it writes
//! as a table. Fetches nothing.

#[expect(
    dead_code,
    unreachable_pub,
    reason = "the build folds names and writes a table; reading is the program's"
)]
#[path = "src/text/fold.rs"]
mod fold;
#[expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the build folds names and writes a table; reading is the program's"
)]
#[path = "src/gazetteer/table/mod.rs"]
mod table;
#[path = "tools/build/world.rs"]
mod world;

/// The names under which the table's sources know the folding.
mod text {
    pub(crate) use crate::fold::{Level, ToponymKey, fold, fold_joined, fold_version, skeleton};
}

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Constant of the base map module and the archive it holds.
const ARCHIVES: [(&str, &str); 2] = [
    ("VECTOR", "web/base/base.pmtiles"),
    ("RELIEF", "web/base/relief.pmtiles"),
];

/// Everything that decides how a report is read: data that other sources coded are coded again.
const READER: [&str; 3] = ["src/text", "src/gazetteer", "src/extract"];

fn main() -> io::Result<()> {
    front_end();
    println!("cargo::rustc-env=SITMAP_READER={:016x}", hash_of_reader()?);
    base_map()?;
    world::write(&variable("OUT_DIR")?.join("world.table"))
}

fn front_end() {
    println!("cargo::rustc-check-cfg=cfg(web_dist)");
    println!("cargo::rerun-if-changed=web/dist");
    if Path::new("web/dist/index.html").is_file() {
        println!("cargo::rustc-cfg=web_dist");
    }
}

/// Writes one constant per archive, `None` where it is missing.
fn base_map() -> io::Result<()> {
    println!("cargo::rerun-if-changed=web/base");
    let root = variable("CARGO_MANIFEST_DIR")?;
    let constants: String = ARCHIVES
        .iter()
        .map(|(name, file)| constant(name, &root.join(file)))
        .collect();
    fs::write(variable("OUT_DIR")?.join("basemap.rs"), constants)
}

fn constant(name: &str, path: &Path) -> String {
    let value = if path.is_file() {
        format!("Some(include_bytes!({:?}))", path.display().to_string())
    } else {
        "None".to_owned()
    };
    format!("const {name}: Option<&[u8]> = {value};\n")
}

fn variable(name: &str) -> io::Result<PathBuf> {
    env::var_os(name)
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other(format!("cargo did not set {name}")))
}

/// A hash of the reader's sources by name and content, in the order of their names.
fn hash_of_reader() -> io::Result<u64> {
    let mut files = Vec::new();
    for folder in READER {
        list(Path::new(folder), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.to_string_lossy().replace('\\', "/").hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
