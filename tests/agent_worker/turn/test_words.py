"""The words of a stream compared with those of a reply."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_worker.turn.words import fresh, from_next_clause, joined, rest_after, shared

TEXTS = st.text(alphabet="ab1. ,\n", max_size=12)


@pytest.mark.parametrize(
    ("whole", "beginning", "rest"),
    [
        ("Hello. Name?", "", "Hello. Name?"),
        ("Hello. Name?", "Hello.", " Name?"),
        ("Hello. Name?", "Hello.  ", " Name?"),
        ("Hello.Name?", "Hello. Name?", ""),
        ("I can.", "I can", "."),
        ("I cannot.", "I can", None),
        ("It costs 35.", "It costs 3", None),
        ("It costs", "It costs 3", None),
        ("Goodbye.", "Hello.", None),
        ("你好。世界", "你好。", "世界"),
        ("你好世界", "你好", "世界"),
    ],
)
def test_the_rest_of_a_text_follows_its_beginning(whole: str, beginning: str, rest: str | None) -> None:
    assert rest_after(whole, beginning) == rest


@given(TEXTS, TEXTS)
def test_a_beginning_and_its_rest_are_the_text(beginning: str, other: str) -> None:
    assert "".join((rest_after(f"{beginning} |{other}", beginning) or "").split()) == "".join(f"|{other}".split())


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_the_shared_pieces_and_what_follows_are_the_text(pieces: list[str], others: list[str]) -> None:
    whole = "".join(pieces) + "|"
    common, rest = shared(whole, [*pieces, *others])
    assert len(common) >= len(pieces)
    assert "".join(("".join(common) + rest).split()) == "".join(whole.split())


@given(st.lists(TEXTS, max_size=5), st.integers(0, 5))
def test_fresh_words_are_those_that_nobody_spoke(arrived: list[str], count: int) -> None:
    said = arrived[:count]
    words = "".join(fresh(arrived, said))
    rest = rest_after("".join(arrived), "".join(said))
    assert words == (rest if rest and rest.strip() else "")


def test_words_that_differ_or_lag_behind_are_not_fresh() -> None:
    assert fresh(["Hello. "], ["Hello.", " Your name?"]) == ()
    assert fresh(["Goodbye."], ["Hello."]) == ()
    assert fresh(["Hello. Your", " name?"], ["Hello."]) == (" Your", " name?")


@pytest.mark.parametrize(
    ("heard", "rest"),
    [
        ("", "Thank you, Ada. Goodbye!"),
        ("Thank you,", "Ada. Goodbye!"),
        ("Thank you, A", "Thank you, Ada. Goodbye!"),
        ("You are", "Thank you, Ada. Goodbye!"),
        ("Thank", "Ada. Goodbye!"),
        ("Thank you, Ada.", "Goodbye!"),
        ("Thank you, Ada. Goodbye", ""),
        ("Thank you, Ada. Goodbye!", ""),
    ],
)
def test_last_words_go_on_with_the_first_clause_that_nobody_heard(heard: str, rest: str) -> None:
    assert from_next_clause("Thank you, Ada. Goodbye!", heard) == rest


def test_heard_parts_are_joined() -> None:
    assert [joined("", ""), joined("a", ""), joined("", "b"), joined("a", "b")] == ["", "a", "b", "a b"]
