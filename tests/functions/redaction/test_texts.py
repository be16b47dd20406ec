"""Card numbers, phone numbers and e-mail addresses are found in texts, in digits and in words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.redaction.texts import KINDS, Kind, is_card, without_kinds

ALL = frozenset(KINDS)


def redacted(text: str, *kinds: Kind, tag: str = "en-US") -> str:
    return without_kinds(text, frozenset(kinds) or ALL, tag)


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111, 1111, 1111, 1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "3782 822463 10005",
        "6011000990139424",
        "\u0664\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661",
        "\uff14\uff11\uff11\uff11 1111 1111 1111",
        "four one one one one one one one one one one one one one one one",
        "four triple one, double one double one, one one one one, one one one one",
        "forty-one eleven eleven eleven eleven eleven eleven eleven",
    ],
)
def test_a_card_number_is_removed(text: str) -> None:
    assert redacted(text, "card") == "[card]"
    assert redacted(f"It is {text}.", "card") == "It is [card]."
    assert redacted(f"It is {text}, thanks", "card") == "It is [card], thanks"


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",
        "order 1234567890",
        "1780315200000",
        "2026-11-30 17:18:59",
        "A4111111111111111B",
        "9111111111111111",
        "four five six",
        "from 10 to 20",
        "",
    ],
)
def test_other_digits_stay(text: str) -> None:
    assert redacted(text, "card") == text


def test_digits_after_a_card_number_go_with_it() -> None:
    assert redacted("4111 1111 1111 1111 12 28 123", "card") == "[card]"


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("de-DE", "vier eins eins eins eins eins eins eins eins eins eins eins eins eins eins eins"),
        ("es-ES", "cuatro uno uno uno uno uno uno uno uno uno uno uno uno uno uno uno"),
        ("fr-FR", "quatre un un un un un un un un un un un un un un un"),
    ],
)
def test_a_card_number_in_the_words_of_another_language_is_removed(tag: str, text: str) -> None:
    assert redacted(text, "card", tag=tag) == "[card]"


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en-US", "+44 20 7946 0958"),
        ("en-US", "(415) 555-2671"),
        ("en-GB", "020 7946 0958"),
        ("de-DE", "030 901820"),
        ("en-US", "0044 20 7946 0958"),
        ("en-US", "four one five, five five five, two six seven one"),
    ],
)
def test_a_phone_number_is_removed(tag: str, text: str) -> None:
    assert (
        redacted(f"Call {text} please", "phone", tag=tag).replace("([", "[").replace("+[", "[") == "Call [phone] please"
    )


@pytest.mark.parametrize("text", ["jane.doe+x@example.co.uk", "JANE@EXAMPLE.COM", "jos\u00e9@m\u00fcller.de"])
def test_an_address_is_removed(text: str) -> None:
    assert redacted(f"Mail {text}, please", "email") == "Mail [email], please"


def test_an_address_in_words_is_removed_with_its_sentence() -> None:
    assert redacted("it's jane dot doe at example dot com", "email") == "[email]"


def test_an_at_that_is_no_address_stays() -> None:
    assert redacted("I am at home", "email") == "I am at home"


def test_a_kind_that_is_not_chosen_stays() -> None:
    assert redacted("4111111111111111 and a@example.com", "phone") == "4111111111111111 and a@example.com"


def _card(digits: str) -> str:
    return next(digits + str(check) for check in range(10) if is_card(digits + str(check)))


cards = st.tuples(st.sampled_from("3456"), st.text("0123456789", min_size=11, max_size=17)).map(
    lambda parts: _card("".join(parts))
)


@given(cards, st.lists(st.sampled_from(["", " ", "-", ", ", ".", "  "]), min_size=19, max_size=19))
def test_no_part_of_a_card_number_is_left_however_it_is_divided(card: str, between: list[str]) -> None:
    written = "".join(digit + sign for digit, sign in zip(card, between, strict=False))
    left = redacted(f"pay {written} now", "card")
    assert re.search(r"\d", left) is None


@given(st.text(max_size=200))
def test_any_text_can_be_redacted_and_a_second_time_changes_nothing(text: str) -> None:
    once = redacted(text)
    assert redacted(once) == once


@given(st.text("0123456789 abc-,.", max_size=60))
def test_what_is_left_has_no_card_number(text: str) -> None:
    left = redacted(text, "card")
    assert not any(is_card(each) for each in re.findall(r"\d+", left))
