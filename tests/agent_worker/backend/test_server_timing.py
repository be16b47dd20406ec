"""Valid and malformed values of the API's header `Server-Timing`."""

from __future__ import annotations

import pytest

from agent_worker.backend.server_timing import turn_millis

WHOLE = "load;dur=1.2, step;dur=0.3, model;dur=410.0, tool;dur=45, save;dur=8.1, wait;dur=2.0, total;dur=470.2"


def test_each_phase_is_read_and_network_is_the_rest_of_the_round_trip() -> None:
    assert turn_millis(WHOLE, 475.5) == {
        "load": 1.2,
        "step": 0.3,
        "model": 410.0,
        "tool": 45.0,
        "save": 8.1,
        "network": 5.3,
    }


@pytest.mark.parametrize(
    "header",
    ["LOAD;DUR=1.2,total;dur=2", " load ; dur = 1.2 ,\ttotal;dur=2", 'load;desc="a, b;dur=9";dur=1.2, total;dur=2;x=1'],
)
def test_other_notations_of_the_header_are_read(header: str) -> None:
    assert turn_millis(header, 3.0) == {"load": 1.2, "network": 1.0}


@pytest.mark.parametrize(
    "header",
    [
        "",
        ",,;",
        "load",
        "load;dur",
        "load;dur=",
        "load;dur=fast",
        "load;dur=-1",
        "load;dur=nan",
        "load;dur=1e3",
        "load;dur=" + "9" * 400,
        "total",
        "cdn;dur=3",
        "é;dur=٣",
        '"',
    ],
)
def test_an_invalid_entry_is_ignored(header: str) -> None:
    assert turn_millis(header, 3.0) == {}


def test_an_invalid_entry_does_not_hide_the_others() -> None:
    assert turn_millis("load;dur=x, save;dur=2, total;dur=2.5", 3.0) == {"save": 2.0, "network": 0.5}


def test_network_is_never_negative() -> None:
    assert turn_millis("total;dur=9", 3.0) == {"network": 0.0}
