"""Banned words: `python -m checks.words` fails with each of them that the repository's prose or code uses.

The words are in `checks/banned_words.txt`. Grammar, style and spelling are not judged here.

A line that must use a banned word is left out by a remark with a reason, at its end or in the line before:
`words: skip-line REASON`. `words: skip-begin REASON` and `words: skip-end` leave out the lines between them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from checks.tracked import ROOT, tracked

SUFFIXES = frozenset({".py", ".ts", ".tsx", ".md", ".yaml", ".toml", ""})
"""Without a suffix: Makefile, Dockerfile, scripts."""
UNSCANNED = ("LICENSE", "tests/checks/test_words.py", "tests/flow_core/utterances/")
"""A legal text, a file that quotes banned words as data, and what callers say."""
_GAP = r"(?:[\s#*>|]|//)+"
"""Between two words of a phrase: spaces, or a line break with the next line's comment sign."""
_BREAK = re.compile(_GAP)
_IDENTIFIER = re.compile(r"[A-Z_]")
_REMARK = re.compile(r"(?:#|//|/\*|<!--) words: (skip-line|skip-begin|skip-end)(.*)")
_ENVIRONMENT = re.compile(r"\bCALLFLOW_[A-Z0-9_]+")
"""Names of environment variables never change, so their words are not judged."""
_PARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Banned:
    """One line of the list."""

    pattern: re.Pattern[str]
    replacement: str
    exact: bool
    """True for an identifier, which is searched in the text as written."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place that must change."""

    path: PurePosixPath
    line: int
    """1 is the first line."""
    word: str
    replacement: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.word!r}: write {self.replacement}"


def read_banned(listed: str) -> tuple[Banned, ...]:
    """Parse the list of banned words.

    Args:
        listed: Lines `pattern → replacement`; empty lines and lines that begin with `#` are left out.

    Returns:
        The compiled patterns, in the list's order.

    Raises:
        ValueError: If a line has no replacement.
    """
    banned: list[Banned] = []
    for number, line in enumerate(listed.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        pattern, arrow, replacement = line.partition(" → ")
        if not arrow or not replacement.strip():
            raise ValueError(f"banned_words.txt:{number}: write `pattern → replacement`")
        exact = _IDENTIFIER.search(pattern) is not None
        words = pattern if exact else pattern.replace(" ", _GAP)
        # No look-behind: a pattern that begins with a letter is found several times faster.
        banned.append(Banned(re.compile(rf"(?:{words})(?![A-Za-z0-9])"), replacement.strip(), exact))
    return tuple(banned)


def check_text(path: PurePosixPath, text: str, banned: Sequence[Banned]) -> list[Found]:
    """Search one file.

    Args:
        path: Named in what is found.
        text: The content of the file.
        banned: The patterns.

    Returns:
        Every banned word and every remark without a reason, by line.
    """
    skipped, faulty = _skipped(path, text)
    # As many lines as in the text: only spaces are added, and underscores become spaces.
    plain = _PARTS.sub(" ", _ENVIRONMENT.sub("", text)).replace("_", " ").lower()
    found = list(faulty)
    for each in banned:
        searched = text if each.exact else plain
        for match in each.pattern.finditer(searched):
            line = searched.count("\n", 0, match.start()) + 1
            if line not in skipped and not searched[match.start() - 1 : match.start()].isalnum():
                found.append(Found(path, line, _BREAK.sub(" ", match.group()), each.replacement))
    return sorted(found, key=lambda each: (each.line, each.word))


def _skipped(path: PurePosixPath, text: str) -> tuple[frozenset[int], list[Found]]:
    skipped: set[int] = set()
    faulty: list[Found] = []
    begun: int | None = None
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        remark = _REMARK.search(line)
        if remark is None:
            continue
        kind, reason = remark.group(1), remark.group(2).strip(" -*/>:.")
        if kind != "skip-end" and not reason:
            faulty.append(Found(path, number, f"words: {kind}", "the reason after it"))
        elif kind == "skip-line":
            alone = line[: remark.start()].strip(" \t#/*<!->{") == ""
            skipped.update((number, number + 1) if alone else (number,))
        elif kind == "skip-begin":
            begun = number
        elif begun is not None:
            skipped.update(range(begun, number + 1))
            begun = None
    if begun is not None:
        faulty.append(Found(path, begun, "words: skip-begin", "a `words: skip-end` after it"))
    return frozenset(skipped), faulty


def scanned(root: Path) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield each file that people read, with its text.

    Args:
        root: The top folder of a git work tree.

    Yields:
        The path relative to `root` and the text. The changelog has its newest section alone: past entries stay.
    """
    for path in tracked(root):
        if path.suffix in SUFFIXES and not str(path).startswith(UNSCANNED):
            text = (root / path).read_text(encoding="utf-8")
            yield path, newest_section(text) if path.name == "CHANGELOG.md" else text


def newest_section(changelog: str) -> str:
    """Cut a changelog before its second `## ` heading.

    Args:
        changelog: The whole file.

    Returns:
        The title and the newest section, with their line numbers unchanged.
    """
    headings = [match.start() for match in re.finditer(r"^## ", changelog, re.MULTILINE)]
    return changelog[: headings[1]] if len(headings) > 1 else changelog


def main(root: Path = ROOT) -> int:
    """Print each banned word of the repository.

    Args:
        root: The top folder of a git work tree, with `checks/banned_words.txt` in it.

    Returns:
        The exit status: 1 if a word was found.
    """
    banned = read_banned((root / "checks/banned_words.txt").read_text(encoding="utf-8"))
    found = [each for path, text in scanned(root) for each in check_text(path, text, banned)]
    for each in found:
        print(each)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
