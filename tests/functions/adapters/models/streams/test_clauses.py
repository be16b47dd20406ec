"""Words are cut into clauses that can be spoken, the same ones however they arrive."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from functions.adapters.models.clauses import Clauses

WORDS = some.lists(
    some.one_of(
        some.sampled_from(
            "Hello. Dr. No. 3.5 10:30 12,50 e.g. May 6, 2024 Friday, you? sure! well, (yes.) … 5. Mai. U.S. "
            "https://a.example/b.c,d “Right.” 。 你好。世界。 ครับ कहा। مرحبا، كيف؟ 3 , . : ;".split(" ")
        ),
        some.text(max_size=6),
    ),
    max_size=40,
).map(" ".join)


def cut(*parts: str) -> list[str]:
    clauses = Clauses()
    return [piece for part in parts for piece in clauses.feed(part)] + [clauses.rest()]


@given(WORDS, some.data())
def test_the_clauses_are_the_same_however_the_words_arrive(words: str, data: some.DataObject) -> None:
    cuts = sorted(data.draw(some.lists(some.integers(0, len(words)), max_size=8)))
    parts = [words[start:end] for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True)]
    assert cut(*parts) == cut(words) == cut(*words)
    assert "".join(cut(words)) == words
    assert all(piece == piece.rstrip() for piece in cut(words)[:-1])


@given(WORDS)
def test_no_clause_ends_within_a_number(words: str) -> None:
    pieces = cut(words)
    for before, after in pairwise(pieces):
        end = before.rstrip("\"'”’»)]}*」』）】")  # noqa: RUF001
        assert not (re.search(r"\d\W?\Z", end) and re.match(r"\s*\d", after)), (before, after)


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("I can help you with that. What is your name?", ["I can help you with that.", " What is your name?"]),
        ("Sure. I can do that for you. Bye.", ["Sure. I can do that for you.", " Bye."]),
        (
            "If you give me a moment please, I will look it up.",
            ["If you give me a moment please,", " I will look it up."],
        ),
        ("You said „Ja gern!“ Dann los.", ["You said „Ja gern!“", " Dann los."]),
        ("First line of it\nsecond line", ["First line of it", "\nsecond line"]),
        ("你好，我可以帮你。请问你叫什么名字？谢谢", ["你好，我可以帮你。", "请问你叫什么名字？", "谢谢"]),  # noqa: RUF001
        ("मैं आपकी मदद करूँगा। आपका नाम क्या है?", ["मैं आपकी मदद करूँगा।", " आपका नाम क्या है?"]),
        ("يمكنني مساعدتك في هذا الأمر، ما اسمك؟ شكرا", ["يمكنني مساعدتك في هذا الأمر،", " ما اسمك؟ شكرا"]),
    ],
)
def test_words_are_cut_after_a_clause(words: str, pieces: list[str]) -> None:
    assert cut(words) == pieces


@pytest.mark.parametrize(
    "words",
    [
        "It costs about 3.5 or 12,50 euros",
        "Your table is free at 10:30 on Friday, May 6, 2024 or later",
        "Der Termin ist am Freitag, 6. Mai um 9 Uhr",
        "Der Termin ist am Montag, den 3. Mai um 9 Uhr",
        "You will speak with Dr. Miller of St. Mary",
        "Bring something, e.g. a letter i.e. paper",
        "Please look at https://shop.example/a.b,c?d=1.5 again",
        "The office of the U.S. President is closed",
        "It weighs approx. 5 or no. 7 of them",
        "We are open from 9 a.m. Monday to 5 p.m. Friday",
        "Wir sagen z.B. Guten Tag bzw. Hallo zu ihm",
        "Yes, of course",
        "She is called “J. Smith” there",
    ],
)
def test_a_number_a_date_an_abbreviation_and_an_address_stay_whole(words: str) -> None:
    assert cut(words) == [words]


def test_a_long_run_of_punctuation_costs_little() -> None:
    assert cut("." * 20_000, " " * 20_000, "a") == ["." * 20_000 + " " * 20_000 + "a"]
