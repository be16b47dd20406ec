"""The replay of every recorded call gives exactly the same states, messages, effects and decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flow_core.events import CallerSpoke
from functions.adapters.javascript.engine import JavaScript
from functions.history.recording import RECORDING, differences

ROOT = Path(__file__).parents[3]
RECORDINGS = sorted((ROOT / "tests/recordings").rglob("*.json"))


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as engine:
        yield engine


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_a_recording_folds_to_the_same_steps(path: Path, javascript: JavaScript) -> None:
    assert differences(RECORDING.validate_json(path.read_bytes()), javascript) == []


def test_every_example_has_a_recording() -> None:
    recorded = {path.name.split(".")[0] for path in RECORDINGS}
    assert recorded >= {path.parent.name for path in (ROOT / "examples").glob("*/flow.json")}


def test_a_recording_with_other_steps_is_reported(javascript: JavaScript) -> None:
    recording = RECORDING.validate_json(RECORDINGS[0].read_bytes())
    changed = tuple(
        replace(event, text="something else entirely") if isinstance(event, CallerSpoke) else event
        for event in recording.events
    )
    assert differences(replace(recording, events=changed), javascript)
