#!/usr/bin/env python3
"""Checks the links of every *.md file under version control: the file is there and has the heading meant.

Links to other hosts are not asked for. Prints one line for each fault and ends with status 1 when there is any.
Standard library only.
"""

import functools
import pathlib
import re
import subprocess
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
ANCHOR = re.compile(r"<a\s+(?:id|name)=\"([^\"]+)\"")
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def main():
    files = markdown_files()
    faults = [fault for file in files for fault in faults_of(file)]
    print("\n".join(faults) if faults else f"the links of {len(files)} pages lead somewhere")
    return 1 if faults else 0


def markdown_files():
    listed = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def faults_of(file):
    text = CODE.sub("", prose(file))
    targets = [first or second for first, second in LINK.findall(text)]
    found = ((target, fault(file, target)) for target in targets if not OUTSIDE.match(target))
    return [f"{file.relative_to(ROOT)}: {target}: {wrong}" for target, wrong in found if wrong]


def fault(file, target):
    path, _, anchor = target.partition("#")
    goal = (file.parent / urllib.parse.unquote(path)).resolve() if path else file
    if not goal.exists():
        return "expected a file or folder there, found none"
    if not goal.is_relative_to(ROOT):
        return "leads out of the checkout"
    if anchor and goal.suffix == ".md" and anchor not in anchors(goal):
        return "expected a heading of that name, found none"
    return None


@functools.cache
def anchors(file):
    """The names that headings get on the usual hosts: lower case, hyphens for spaces, no punctuation."""
    text = prose(file)
    names, seen = set(ANCHOR.findall(text)), {}
    for heading in HEADING.findall(text):
        name = re.sub(r"[^\w\- ]", "", re.sub(r"\]\([^)]*\)", "", heading).lower()).replace(" ", "-")
        seen[name] = seen.get(name, -1) + 1
        names.add(f"{name}-{seen[name]}" if seen[name] else name)
    return names


@functools.cache
def prose(file):
    return FENCE.sub("", file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
