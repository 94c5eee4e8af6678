#!/usr/bin/env python3
"""Checks that the image can be built: the Dockerfile copies every file that the build reads, and .dockerignore lets it in.

  image.py FILE    the list that Cargo writes beside the program, for example target/release/sitmap.d

Docker itself is not asked, so this runs where no engine does. Prints one line for each file that is missing and ends
with status 1 when there is any. Standard library only.
"""

import fnmatch
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
STAGE = "binary"
# What another stage or the build itself makes.
MADE = ("web/dist",)


def main(listing):
    read = read_files(pathlib.Path(listing).read_text(encoding="utf-8"))
    copied, ignored = copied_paths(), ignore_rules()
    faults = [f"{path}: the build reads it, and the Dockerfile does not copy it" for path in read if not under(path, copied)]
    faults += [f"{path}: the build reads it, and .dockerignore keeps it out" for path in read if is_ignored(path, ignored)]
    faults += [f"{path}: the Dockerfile copies it, and it is not there" for path in copied if not (ROOT / path).exists()]
    print("\n".join(faults) if faults else f"the Dockerfile copies the {len(read)} files that the build reads")
    return 1 if faults else 0


def read_files(listing):
    """Files under version control's root that the build reads; Cargo escapes spaces in paths."""
    _, _, paths = listing.partition(": ")
    found = (pathlib.Path(path.replace("\\ ", " ")) for path in re.split(r"(?<!\\)\s+", paths.strip()))
    inside = (path.relative_to(ROOT).as_posix() for path in found if path.is_relative_to(ROOT) and path.is_file())
    return sorted(path for path in set(inside) if not under(path, MADE) and "/out/" not in path)


def copied_paths():
    """Sources of the COPY lines of the stage that builds the program, from the checkout."""
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    stage = next(text for text in stages if text.split("\n", 1)[0].endswith(f" AS {STAGE}"))
    lines = [line.split()[1:-1] for line in stage.splitlines() if line.startswith("COPY ") and "--from" not in line]
    return [path.rstrip("/") for sources in lines for path in sources]


def ignore_rules():
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def is_ignored(path, rules):
    """The last rule that matches the path or a folder of it decides."""
    ignored = False
    for rule in rules:
        pattern = rule.removeprefix("!").removeprefix("**/")
        parts = pathlib.PurePosixPath(path).parts
        whole = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        names = parts if rule.startswith("**/") else ()
        if any(fnmatch.fnmatchcase(name, pattern) for name in (*whole, *names)):
            ignored = not rule.startswith("!")
    return ignored


def under(path, folders):
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
