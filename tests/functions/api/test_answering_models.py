"""The models that answered for a version, as the list of versions shows them."""

from __future__ import annotations

from functions.api.answering_models import shown_models
from functions.ports.flows import ModelName

MAY, JUNE = 1_777_593_600_000, 1_780_272_000_000
MINI = "openai/gpt-4.1-mini"


def test_a_version_whose_provider_never_changed_has_no_earlier_name() -> None:
    names = (ModelName(1, "", "llama", MAY), ModelName(1, MINI, "mini-april", MAY))
    assert shown_models(names, 1) == [
        {"model": None, "answeredBy": "llama", "since": "2026-05-01T00:00:00.000Z"},
        {"model": MINI, "answeredBy": "mini-april", "since": "2026-05-01T00:00:00.000Z"},
    ]
    assert shown_models(names, 2) == []


def test_a_name_that_replaced_another_of_the_same_version_names_it() -> None:
    names = (
        ModelName(1, MINI, "mini-april", MAY),
        ModelName(1, MINI, "mini-may", JUNE),
        ModelName(1, "openai/other", "other", JUNE),
    )
    moved, other = shown_models(names, 1)
    assert (moved["answeredBy"], moved["since"], moved.get("before")) == (
        "mini-may",
        "2026-06-01T00:00:00.000Z",
        "mini-april",
    )
    assert "before" not in other


def test_the_first_name_of_a_version_is_compared_with_the_version_before_that_asked_the_same() -> None:
    names = (
        ModelName(1, MINI, "mini-april", MAY),
        ModelName(2, "openai/other", "other", MAY),
        ModelName(3, MINI, "mini-may", JUNE),
        ModelName(4, MINI, "mini-may", JUNE),
    )
    assert [model.get("before") for version in (1, 3, 4) for model in shown_models(names, version)] == [
        None,
        "mini-april",
        None,
    ]
