"""The docs name files, anchors and settings that exist."""

import re
from pathlib import Path, PurePosixPath

import pytest

from checks.imports import BEGIN, END
from checks.tracked import ROOT, tracked

PAGES = [path for path in tracked(ROOT) if path.suffix == ".md" and path.parts[0] != "dashboard"]
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([\w-]+))?\)")
CODE_PATH = re.compile(
    r"`((?:agent_worker|bench|checks|dashboard|docs|flow_core|functions|infra|local|testing|tests)/[\w./-]+)`"
)
VARIABLE = re.compile(r"`(CALLFLOW_[A-Z_]+)`")
CHOSEN = re.compile(r"[A-Z]{4,}")
"""A word of a path that the reader chooses, such as KIND."""


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_leads_to_a_file_and_a_heading(page: PurePosixPath) -> None:
    for target, anchor in LINK.findall((ROOT / page).read_text(encoding="utf-8")):
        file = (ROOT / page).parent / target if target else ROOT / page
        assert file.exists(), f"{page}: {target}"
        if anchor:
            assert anchor in anchors(file), f"{page}: {target}#{anchor}"


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=str)
def test_every_file_that_a_page_names_exists(page: PurePosixPath) -> None:
    before, _, rest = (ROOT / page).read_text(encoding="utf-8").partition(BEGIN)
    named = CODE_PATH.findall(before + rest.partition(END)[2])
    missing = [path for path in named if not CHOSEN.search(path) and not (ROOT / path).exists()]

    assert missing == []


def test_every_setting_that_a_page_names_is_read_by_the_code() -> None:
    code = "\n".join(
        (ROOT / path).read_text(encoding="utf-8")
        for path in tracked(ROOT)
        if path.suffix in {".py", ".yaml"} or path.name in {"Makefile", "Dockerfile", "k6", "run", "livekit"}
    )
    named = {name for page in PAGES for name in VARIABLE.findall((ROOT / page).read_text(encoding="utf-8"))}

    assert {name for name in named if name not in code} == set()
