"""What French callers do who do not answer, how they correct a value, and what they say to a form."""

from __future__ import annotations

import pytest

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

FRENCH = locale_of("fr-FR")
AT = 1_714_989_600_000
"""Monday, May 6, 2024, 10:00 UTC."""


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("vous pouvez répéter, s'il vous plaît ?", "repeat"),
        ("pardon ?", "repeat"),
        ("comment ?", "repeat"),
        ("excusez-moi, je n'ai pas compris", "repeat"),
        ("allô, je n'ai pas bien entendu, pouvez-vous répéter la question", "repeat"),
        ("un instant, s'il vous plaît", "wait"),
        ("euh, attendez deux secondes", "wait"),
        ("laissez-moi réfléchir", "wait"),
        ("ne quittez pas, je vais chercher", "wait"),
        ("allô ?", "hello"),
        ("allô, vous m'entendez ?", "hello"),
        ("il y a quelqu'un ?", "hello"),
        ("bonjour", "hello"),
        ("d'accord", "backchannel"),
        ("mm", "backchannel"),
        ("ah d'accord, je vois", "backchannel"),
    ],
)
def test_a_move_is_a_whole_utterance(said: str, move: str) -> None:
    assert move_of(said, FRENCH) == move


@pytest.mark.parametrize(
    "said",
    ["", "quatre", "répétez quatre", "attendez-moi à la gare", "allô, c'est pour vendredi", "non", "un conseiller"],
)
def test_an_answer_or_a_wish_is_no_move(said: str) -> None:
    assert move_of(said, FRENCH) is None


@pytest.mark.parametrize(
    "said",
    [
        "je n'en ai pas",
        "non, désolé, j'en ai pas",
        "aucun",
        "je ne sais pas",
        "je ne m'en souviens plus",
        "je ne l'ai pas sous la main",
        "non merci",
        "je préfère ne pas le dire",
    ],
)
def test_a_caller_declines(said: str) -> None:
    assert declines(said, FRENCH)


@pytest.mark.parametrize("said", ["j'en ai un", "une", "je n'en ai pas mais ma femme oui", "oui", ""])
def test_a_caller_who_says_more_does_not_decline(said: str) -> None:
    assert not declines(said, FRENCH)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("oui", True),
        ("oui, c'est bien ça", True),
        ("oui, parfait, merci", True),
        ("non", False),
        ("non, c'est faux", False),
        ("non, samedi", Replacement("2024-05-11")),
        ("non, plutôt samedi", Replacement("2024-05-11")),
        ("oui mais samedi", Replacement("2024-05-11")),
        ("non pas vendredi, samedi", Replacement("2024-05-11")),
        ("samedi", Replacement("2024-05-11")),
    ],
)
def test_a_confirmation_is_a_yes_a_no_or_another_value(said: str, verdict: bool | Replacement) -> None:
    question = Question("date", prompt="Quel jour ?")
    assert read_confirmation(said, question, FRENCH, at=AT, prompt="Vendredi, c'est bien ça ?") == verdict


@pytest.mark.parametrize(
    "said",
    [
        "non, pas vendredi",
        "peut-être",
        "oui ?",
        "samedi c'est possible ?",
        "oui mais avec une fenêtre",
        "un conseiller",
    ],
)
def test_a_confirmation_is_asked_again_for_anything_else(said: str) -> None:
    question = Question("date", prompt="Quel jour ?")
    answer = read_confirmation(said, question, FRENCH, at=AT, prompt="Vendredi, c'est bien ça ?")
    assert isinstance(answer, NoMatch) or answer is False


FORM = {
    "people": Question("integer", prompt="Pour combien de personnes ?"),
    "day": Question("date", prompt="Quel jour ?"),
    "time": Question("time", prompt="À quelle heure ?"),
}


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (
            "une table pour quatre le vendredi à sept heures et demie",
            {"people": 4, "day": "2024-05-10", "time": "19:30"},
        ),
        (
            "bonjour, je voudrais réserver une table pour deux personnes demain soir à vingt heures s'il vous plaît",
            {"people": 2, "day": "2024-05-07", "time": "20:00"},
        ),
        ("vendredi 10 mai à 20h30 pour six", {"people": 6, "day": "2024-05-10", "time": "20:30"}),
        ("pour quatre, non, pour cinq personnes", {"people": 5}),
        ("une table pour quatre mais pas vendredi", {"people": 4}),
        ("demain à midi", {"day": "2024-05-07", "time": "12:00"}),
    ],
)
def test_a_form_takes_several_values_from_one_sentence(said: str, values: dict[str, object]) -> None:
    assert read_slots(said, FORM, FRENCH, at=AT) == values


@pytest.mark.parametrize(
    "said",
    [
        "une table pour quatre ou cinq vendredi",
        "une table à sept heures deux personnes vendredi",
        "est-ce que vous avez une table avec vue",
    ],
)
def test_a_form_takes_nothing_where_words_are_not_understood(said: str) -> None:
    assert isinstance(read_slots(said, FORM, FRENCH, at=AT), NoMatch)


def test_keys_follow_the_order_of_french_dates() -> None:
    assert read_keys("03041985", Question("date"), FRENCH, at=AT) == "1985-04-03"


@pytest.mark.parametrize(("region", "currency"), [("FR", "EUR"), ("BE", "EUR"), ("CH", "CHF"), ("CA", "CAD")])
def test_an_amount_has_the_currency_of_the_region(region: str, currency: str) -> None:
    said = read("cinquante", Question("money"), locale_of(f"fr-{region}"), at=AT)
    assert said == {"amount": 50, "currency": currency}


def test_dinner_is_at_noon_in_switzerland_and_in_the_evening_in_france() -> None:
    question = Question("time", prompt="À quelle heure voulez-vous dîner ?")
    assert read("une heure", question, locale_of("fr-CH"), at=AT) == "13:00"
    assert read("huit heures", question, FRENCH, at=AT) == "20:00"
