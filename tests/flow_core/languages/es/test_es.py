"""What Spanish callers do who do not answer, how they correct a value, and what they say to a form."""

from __future__ import annotations

from datetime import date

import pytest

from flow_core.authored.asked import ValueType
from flow_core.json import Json
from flow_core.languages.es import numbers
from flow_core.languages.utterance import words_of
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

SPANISH = locale_of("es-ES")
AT = 1_714_989_600_000
"""Monday, May 6, 2024, 10:00 UTC."""


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("¿puede repetirlo, por favor?", "repeat"),
        ("perdón, no le he oído", "repeat"),
        ("¿cómo?", "repeat"),
        ("¿mande?", "repeat"),
        ("hola, no le he entendido, ¿me lo repite?", "repeat"),
        ("un momento, por favor", "wait"),
        ("espere, lo estoy buscando", "wait"),
        ("a ver, deme un segundito", "wait"),
        ("permítame un momento", "wait"),
        ("¿hola?", "hello"),
        ("hola, ¿me oye?", "hello"),
        ("¿sigue ahí?", "hello"),
        ("vale", "backchannel"),
        ("ajá", "backchannel"),
        ("ah, ya veo", "backchannel"),
    ],
)
def test_a_move_is_a_whole_utterance(said: str, move: str) -> None:
    assert move_of(said, SPANISH) == move


@pytest.mark.parametrize(
    "said", ["", "cuatro", "no", "repita la última opción", "quiero hablar con alguien", "espere al viernes"]
)
def test_an_answer_or_a_wish_is_no_move(said: str) -> None:
    assert move_of(said, SPANISH) is None


@pytest.mark.parametrize(
    "said", ["no tengo", "no lo sé", "no lo tengo a mano", "prefiero no decirlo", "no, gracias", "paso", "ni idea"]
)
def test_a_caller_without_the_value_declines(said: str) -> None:
    assert declines(said, SPANISH)


@pytest.mark.parametrize("said", ["sí", "no tengo cuatro", "el viernes", "no, el sábado"])
def test_an_answer_declines_nothing(said: str) -> None:
    assert not declines(said, SPANISH)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("sí, correcto", True),
        ("eso es", True),
        ("no", False),
        ("no está bien", False),
        ("no, el sábado", Replacement("2024-05-11")),
        ("no, perdón, el sábado", Replacement("2024-05-11")),
        ("sí, pero el sábado", Replacement("2024-05-11")),
        ("mejor el sábado", Replacement("2024-05-11")),
        ("no, es el sábado", Replacement("2024-05-11")),
    ],
)
def test_a_confirmation_is_a_yes_a_no_or_another_value(said: str, answer: object) -> None:
    prompt = "El viernes, ¿es correcto?"
    assert read_confirmation(said, Question("date"), SPANISH, at=AT, prompt=prompt) == answer


@pytest.mark.parametrize("said", ["no sé", "¿el sábado?, ¿o el domingo?", "quiero hablar con alguien", "a ver"])
def test_another_answer_confirms_nothing(said: str) -> None:
    given = read_confirmation(said, Question("date"), SPANISH, at=AT, prompt="El viernes, ¿es correcto?")
    assert isinstance(given, NoMatch)


SLOTS = {
    "people": Question("integer", prompt="¿Para cuántas personas?"),
    "day": Question("date", prompt="¿Qué día?"),
    "time": Question("time", prompt="¿A qué hora?"),
}


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (
            "una mesa para cuatro el viernes a las siete y media",
            {"people": 4, "day": "2024-05-10", "time": "19:30"},
        ),
        ("el viernes a las ocho para dos personas", {"people": 2, "day": "2024-05-10", "time": "20:00"}),
        ("quisiera reservar para cinco mañana a la una y media", {"people": 5, "day": "2024-05-07", "time": "13:30"}),
        ("mañana por la tarde a las siete", {"day": "2024-05-07", "time": "19:00"}),
        ("somos cuatro", {"people": 4}),
        ("el viernes, perdón, el sábado, a las ocho", {"day": "2024-05-11", "time": "20:00"}),
    ],
)
def test_a_form_takes_several_values_from_a_sentence(said: str, values: dict[str, Json]) -> None:
    assert read_slots(said, SLOTS, SPANISH, at=AT) == values


@pytest.mark.parametrize(
    "said",
    [
        "una mesa para cuatro cualquier día menos el viernes",
        "una mesa para cuatro o cinco el viernes",
        "el viernes a las siete no puedo",
        "quiero hablar con una persona",
    ],
)
def test_a_form_takes_nothing_from_a_sentence_with_words_that_are_not_understood(said: str) -> None:
    assert isinstance(read_slots(said, SLOTS, SPANISH, at=AT), NoMatch)


@pytest.mark.parametrize(
    ("tag", "said", "value_type", "value"),
    [
        ("es", "1.500", "integer", 1500),
        ("es-MX", "1,500", "integer", 1500),
        ("es-MX", "1.5", "number", 1.5),
        ("es-AR", "1,5", "number", 1.5),
        ("es-US", "veinte", "money", {"amount": 20, "currency": "USD"}),
        ("es-MX", "$20", "money", {"amount": 20, "currency": "MXN"}),
        ("es-CO", "veinte pesos", "money", {"amount": 20, "currency": "COP"}),
        ("es-US", "3/4/2025", "date", "2025-04-03"),
        ("es-PR", "3/4/2025", "date", "2025-03-04"),
    ],
)
def test_the_region_decides_marks_currency_and_order(tag: str, said: str, value_type: ValueType, value: Json) -> None:
    assert read(said, Question(value_type), locale_of(tag), at=AT) == value


def test_a_date_is_keyed_day_first() -> None:
    assert read_keys("05031962", Question("date"), SPANISH, at=AT) == date(1962, 3, 5).isoformat()


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("ciento uno", 101),
        ("quinientas", 500),
        ("setecientos setenta y siete", 777),
        ("novecientos noventa y nueve mil novecientos noventa y nueve", 999_999),
        ("dos millones trescientos mil cuatro", 2_300_004),
        ("tres billones", 3 * 10**12),
        ("2 mil 500", 2500),
        ("dos millones y medio", 2_500_000),
    ],
)
def test_a_cardinal_is_read_to_its_end(said: str, value: int) -> None:
    words = words_of(said)
    assert numbers.cardinal(words, 0) == (value, len(words))


@pytest.mark.parametrize(
    ("said", "value"),
    [("cien dos", 100), ("treinta y", 30), ("mil mil", 1000), ("cinco seis", 5), ("veinte, mil", 20)],
)
def test_a_cardinal_ends_where_the_next_word_is_none_of_it(said: str, value: int) -> None:
    read_number = numbers.cardinal(words_of(said), 0)
    assert read_number is not None
    assert read_number[0] == value
