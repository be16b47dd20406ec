"""The check of words finds what is planted, and leaves out what has a reason."""

import subprocess
from pathlib import Path, PurePosixPath

import pytest

from checks.tracked import ROOT
from checks.words import Found, check_text, main, newest_section, read_banned, scanned

BANNED = read_banned((ROOT / "checks/banned_words.txt").read_text(encoding="utf-8"))
PATH = PurePosixPath("functions/turn/example.py")


def found(text: str) -> list[tuple[int, str, str]]:
    return [(each.line, each.word, each.replacement) for each in check_text(PATH, text, BANNED)]


@pytest.mark.parametrize(
    ("text", "line", "word", "replacement"),
    [
        ('"""Read it.\n\nLest it fails."""\n', 3, "lest", "prevent"),
        ("# Shelves of the index\n", 1, "shelves", "shards"),
        ("def hand_over(batch): ...\n", 1, "hand over", "enqueue"),
        ("function handOver() {}\n", 1, "hand over", "enqueue"),
        ("class TurnLaps: ...\n", 1, "laps", "timings"),
        ("self._ears_of_caller = None\n", 1, "ears", "stt"),
        ("The caller waits for\never.\n", 1, "for ever", "forever"),
        ("# The caller waits for\n# ever.\n", 1, "for ever", "forever"),
        ("   * It stays for\n   * ever.\n", 1, "for ever", "forever"),
        ("Who comes\n  next finishes it.\n", 1, "who comes next", "the next request"),
        ("raise NotTheSameError\n", 1, "NotTheSameError", "ReplayTimeoutError"),
        ("from functions import close_quiet\n", 1, "close_quiet", "close_idle"),
    ],
)
def test_a_planted_word_is_found_with_its_line_and_replacement(
    text: str, line: int, word: str, replacement: str
) -> None:
    [first, *_] = found(text)

    assert first[:2] == (line, word)
    assert replacement in first[2]


@pytest.mark.parametrize(
    "text",
    [
        "the years overlapped",
        "a bookshelfful of ledgers",
        "It appears in flows",
        "lasted",
        "a quiet room",
        "CALLFLOW_PARTIAL_WORDS",
    ],
)
def test_a_longer_or_legitimate_word_is_not_found(text: str) -> None:
    assert found(text) == []


def test_every_pattern_of_the_list_has_a_replacement() -> None:
    assert len(BANNED) > 50
    with pytest.raises(ValueError, match=r"banned_words\.txt:2"):
        read_banned("lest → to prevent\nanew\n")


def test_a_skipped_line_needs_a_reason() -> None:
    assert found('said = "It hurts for ever"  # words: skip-line a caller says it\n') == []
    assert found('# words: skip-line a caller says it\nsaid = "for ever"\n') == []
    assert found('said = "for ever"  # words: skip-line\n')[-1][:2] == (1, "words: skip-line")


def test_skipped_lines_end_where_the_remark_says() -> None:
    text = "<!-- words: skip-begin quotes -->\nlest\n<!-- words: skip-end -->\nanew\n"

    assert found(text) == [(4, "anew", "again")]
    assert found("// words: skip-begin quotes\nlest\n")[0][:2] == (1, "words: skip-begin")


def test_the_changelogs_past_entries_stay() -> None:
    assert newest_section("# Changelog\n\n## Unreleased\n\nnew\n\n## 1.0\n\nold\n").endswith("new\n\n")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks/banned_words.txt").write_text("anew → again\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["a.py", "docs/b.md", "dashboard/src/c.ts", "dashboard/src/d.tsx", "infra/e.yaml"])
def test_the_command_fails_for_each_kind_of_file(
    repository: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = repository / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("fine\nmade anew\n", encoding="utf-8")

    assert main(repository) == 1
    assert capsys.readouterr().out == f"{name}:2: 'anew': write again\n"


def test_a_line_of_the_report_names_file_line_word_and_replacement() -> None:
    assert str(Found(PATH, 7, "anew", "again")) == "functions/turn/example.py:7: 'anew': write again"


def test_the_repository_is_scanned_without_generated_files() -> None:
    names = {str(path) for path, _ in scanned(ROOT)}

    assert {"README.md", "flow_core/step.py", "template.yaml", "dashboard/src/main.tsx"} <= names
    assert not any("/generated/" in name or name.startswith("requirements/") for name in names)


def test_no_word_is_banned_in_the_repository() -> None:
    assert main() == 0
