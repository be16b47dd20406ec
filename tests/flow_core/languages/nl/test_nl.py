"""What Dutch callers do who do not answer, how they correct a value, and what they say to a form."""

from __future__ import annotations

import pytest

from flow_core.languages.nl.numbers import BELOW_HUNDRED
from flow_core.values import (
    NoMatch,
    Question,
    Replacement,
    declines,
    locale_of,
    move_of,
    read,
    read_confirmation,
    read_keys,
    read_slots,
)

DUTCH = locale_of("nl")
AT = 1_714_953_600_000
"""Monday, May 6, 2024."""


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("herhaal dat alstublieft", "repeat"),
        ("kunt u dat nog eens zeggen?", "repeat"),
        ("sorry, wat zei u?", "repeat"),
        ("pardon?", "repeat"),
        ("wablief", "repeat"),
        ("hallo, ik heb u niet verstaan, kunt u dat herhalen", "repeat"),
        ("eh, een momentje alstublieft", "wait"),
        ("kunt u even wachten", "wait"),
        ("oké, even kijken", "wait"),
        ("blijf aan de lijn", "wait"),
        ("hallo?", "hello"),
        ("hallo, bent u er nog?", "hello"),
        ("mm", "backchannel"),
        ("oké", "backchannel"),
    ],
)
def test_a_move_is_a_whole_utterance(said: str, move: str) -> None:
    assert move_of(said, DUTCH) == move


@pytest.mark.parametrize("said", ["", "vier", "hallo, vrijdag", "nee", "medewerker", "momentje, vier"])
def test_an_answer_or_a_wish_is_no_move(said: str) -> None:
    assert move_of(said, DUTCH) is None


@pytest.mark.parametrize(
    "said",
    ["die heb ik niet", "nee, sorry, die heb ik niet bij me", "geen", "dat weet ik niet", "sla maar over", "geen idee"],
)
def test_a_caller_declines(said: str) -> None:
    assert declines(said, DUTCH)


@pytest.mark.parametrize("said", ["ik heb er een", "een", "ik heb het niet maar mijn vrouw wel", ""])
def test_a_caller_who_says_more_does_not_decline(said: str) -> None:
    assert not declines(said, DUTCH)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("ja", True),
        ("ja, dat klopt", True),
        ("vrijdag klopt", True),
        ("nee", False),
        ("nee, dat is verkeerd", False),
        ("nee, zaterdag", Replacement("2024-05-11")),
        ("nee, het moet zaterdag zijn", Replacement("2024-05-11")),
        ("nee, maak er maar zaterdag van", Replacement("2024-05-11")),
        ("niet vrijdag, zaterdag", Replacement("2024-05-11")),
        ("ja maar doe maar zaterdag", Replacement("2024-05-11")),
    ],
)
def test_a_confirmation_is_a_yes_a_no_or_another_value(said: str, verdict: bool | Replacement) -> None:
    question = Question("date", prompt="Welke dag?")
    assert read_confirmation(said, question, DUTCH, at=AT, prompt="Vrijdag. Klopt dat?") == verdict


@pytest.mark.parametrize(
    "said", ["misschien", "ja?", "is zaterdag mogelijk?", "ja maar bij het raam", "een medewerker", "kan dat"]
)
def test_a_confirmation_is_asked_again_for_anything_else(said: str) -> None:
    question = Question("date", prompt="Welke dag?")
    answer = read_confirmation(said, question, DUTCH, at=AT, prompt="Vrijdag. Klopt dat?")
    assert isinstance(answer, NoMatch)


SLOTS = {
    "people": Question("integer", prompt="Met hoeveel personen komt u?"),
    "day": Question("date", prompt="Op welke dag?"),
    "time": Question("time", prompt="Hoe laat?"),
}


@pytest.mark.parametrize(
    "said",
    [
        "een tafel voor vier op vrijdag om half acht",
        "een tafel voor vier vrijdagavond om half acht",
        "ik wil graag een tafel reserveren voor vier personen, vrijdag om half acht",
        "ik zou graag vrijdag om half acht met z'n vieren komen eten",
        "vrijdagavond half acht, vier personen",
    ],
)
def test_a_form_takes_all_its_values_from_one_sentence(said: str) -> None:
    given = read_slots(said, SLOTS, DUTCH, at=AT, prompt="Waarmee kan ik u helpen?")
    assert given == {"people": 4, "day": "2024-05-10", "time": "19:30"}


def test_the_article_een_is_no_digit_of_another_slot() -> None:
    slots = SLOTS | {"phone": Question("phone", prompt="Wat is uw telefoonnummer?")}
    given = read_slots("een tafel voor één persoon vandaag om half een", slots, DUTCH, at=AT)
    assert given == {"people": 1, "day": "2024-05-06", "time": "12:30"}


def test_a_date_is_keyed_day_first_in_the_netherlands_and_belgium() -> None:
    for tag in ("nl-NL", "nl-BE"):
        assert read_keys("05031962", Question("date"), locale_of(tag), at=AT) == "1962-03-05"


def in_words(number: int) -> str:
    """Return a number from 1 to 999,999 as the official spelling has it, without accents."""
    thousands, rest = divmod(number, 1000)
    if thousands:
        before = "" if thousands == 1 else in_words(thousands)
        return f"{before}duizend {in_words(rest)}".strip() if rest else f"{before}duizend"
    hundreds, rest = divmod(number, 100)
    names = {value: word for word, value in BELOW_HUNDRED.items()}
    before = "" if hundreds == 0 else "honderd" if hundreds == 1 else f"{names[hundreds]}honderd"
    return before + (names[rest] if rest else "")


@pytest.mark.parametrize("numbers", [range(1, 1000), range(1000, 1_000_000, 1777)])
def test_every_number_in_words_is_read(numbers: range) -> None:
    for number in numbers:
        assert read(in_words(number), Question("integer"), DUTCH, at=AT) == number
