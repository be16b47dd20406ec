"""Amounts of money for the ear."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from tests.flow_core.spoken.speaking import problem, said


def money(amount: Json, currency: Json) -> dict[str, Json]:
    return {"amount": amount, "currency": currency}


@pytest.mark.parametrize(
    ("language", "dollars", "euros", "francs"),
    [
        ("en-US", "$12.50", "€1,234.50", "12 Swiss francs"),
        ("en-GB", "12.50 US dollars", "€1,234.50", "12 Swiss francs"),
        ("es-ES", "12,50 dólares estadounidenses", "1.234,50 €", "12 francos suizos"),
        ("fr-FR", "12,50 dollars des États-Unis", "1234,50 €", "12 francs suisses"),
        ("de-DE", "12,50 US-Dollar", "1.234,50 €", "12 Schweizer Franken"),
        ("it-IT", "12,50 dollari statunitensi", "1.234,50 €", "12 franchi svizzeri"),
        ("pt-BR", "12,50 dólares americanos", "€ 1.234,50", "12 francos suíços"),
        ("nl-NL", "12,50 Amerikaanse dollar", "€ 1.234,50", "12 Zwitserse frank"),
    ],
)
def test_money_has_the_regions_own_sign_or_the_name_of_its_currency(
    language: str, dollars: str, euros: str, francs: str
) -> None:
    assert said(money(12.5, "USD"), language=language) == dollars
    assert said(money(1234.5, "EUR"), language=language) == euros
    assert said(money(12, "CHF"), "money", language=language) == francs


@pytest.mark.parametrize(
    ("language", "words"),
    [("en-US", "$3"), ("en-GB", "£3"), ("en-AU", "$3"), ("es-MX", "$3"), ("de-CH", "3 Schweizer Franken"),
     ("pt-BR", "R$ 3"), ("pt-PT", "3 €"), ("de", "3 €"), ("en-ZZ", "$3"), ("en-XQ", "$3")],
)  # fmt: skip
def test_a_number_is_money_of_the_region(language: str, words: str) -> None:
    assert said(3, "money", language=language) == words
    assert said(" 3.00 ", "money", language=language) == words


def test_a_sign_that_names_many_currencies_is_not_said() -> None:
    assert said(money(1, "CAD")) == "1 Canadian dollar"
    assert said(money(500, "JPY")) == "500 Japanese yen"
    assert said(money(1, "GBP"), language="fr") == "1 livre sterling"
    assert said(money(1, "ZZZ")) == "1 ZZZ"


def test_an_amount_has_the_decimals_of_its_currency() -> None:
    assert said(money(12, "USD")) == "$12"
    assert said(money(12.0, "USD")) == "$12"
    assert said(money(0.1 + 0.2, "USD")) == "$0.30"
    assert said(money(2.675, "USD")) == "$2.68"
    assert said(money(1.5, "JPY")) == "2 Japanese yen"
    assert said(money(1.2345, "KWD")) == "1.235 Kuwaiti dinars"
    assert said(money("12.50", "USD")) == "$12.50"


def test_a_negative_amount_begins_with_a_word() -> None:
    assert said(money(-12.5, "USD")) == "minus $12.50"
    assert said(money(-12.5, "CHF"), language="es") == "menos 12,50 francos suizos"
    assert said(money(-0.001, "USD")) == "$0"


@pytest.mark.parametrize(
    "value",
    [money("twelve", "USD"), money(12, "dollars"), money(12, 840), money(10**21, "USD"), money(True, "USD"),
     {"amount": 12}, {"amount": 12, "currency": "USD", "cents": True}],
)  # fmt: skip
def test_an_object_that_is_not_money_is_an_error_and_is_not_heard(value: Json) -> None:
    assert problem(value) == ("", problem({})[1])
    assert problem(value, "money")[0] == ""


@pytest.mark.parametrize("value", ["twelve", True, 10**21])
def test_what_is_no_amount_is_an_error_and_is_said_as_it_is(value: Json) -> None:
    assert problem(value, "money")[0] == said(value)
