"""What Portuguese callers do who do not answer, how they correct a value, and what they say to a form."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from flow_core.values import (
    NoMatch,
    Question,
    Replacement,
    ValueType,
    declines,
    locale_of,
    move_of,
    read,
    read_confirmation,
    read_keys,
    read_slots,
)
from tests.flow_core.spoken.speaking import said as spoken

BRAZILIAN = locale_of("pt-BR")
AT = 1_714_989_600_000
"""Monday, May 6, 2024, 10:00 UTC."""


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("pode repetir, por favor?", "repeat"),
        ("desculpe, o que disse?", "repeat"),
        ("como?", "repeat"),
        ("alô, não ouvi, pode repetir a pergunta", "repeat"),
        ("não percebi", "repeat"),
        ("um momento, por favor", "wait"),
        ("hum, só um minutinho", "wait"),
        ("me dá dois minutos", "wait"),
        ("espera aí, vou procurar", "wait"),
        ("alô?", "hello"),
        ("alô, está me ouvindo?", "hello"),
        ("tem alguém aí?", "hello"),
        ("uhum", "backchannel"),
        ("tá", "backchannel"),
        ("ah, entendi", "backchannel"),
    ],
)
def test_a_move_is_a_whole_utterance(said: str, move: str) -> None:
    assert move_of(said, BRAZILIAN) == move


@pytest.mark.parametrize(
    "said", ["", "quatro", "repita quatro", "espera-me na estação", "alô, é para sexta", "não", "um atendente"]
)
def test_an_answer_or_a_wish_is_no_move(said: str) -> None:
    assert move_of(said, BRAZILIAN) is None


@pytest.mark.parametrize(
    "said",
    ["não tenho", "não, desculpe, não tenho", "nenhum", "não sei", "pula essa, por favor", "prefiro não dizer"],
)
def test_a_caller_declines(said: str) -> None:
    assert declines(said, BRAZILIAN)


@pytest.mark.parametrize("said", ["tenho um", "um", "não tenho mas minha mulher tem", ""])
def test_a_caller_who_says_more_does_not_decline(said: str) -> None:
    assert not declines(said, BRAZILIAN)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("sim", True),
        ("sim, está certo", True),
        ("não", False),
        ("não, está errado", False),
        ("não, não é sexta", False),
        ("não, sábado", Replacement("2024-05-11")),
        ("não, é sábado", Replacement("2024-05-11")),
        ("sim, mas no sábado", Replacement("2024-05-11")),
        ("não, o dia é sábado", Replacement("2024-05-11")),
        ("sábado", Replacement("2024-05-11")),
    ],
)
def test_a_confirmation_is_a_yes_a_no_or_another_value(said: str, verdict: bool | Replacement) -> None:
    question = Question("date", prompt="Que dia?")
    assert read_confirmation(said, question, BRAZILIAN, at=AT, prompt="Sexta-feira. Está certo?") == verdict


@pytest.mark.parametrize("said", ["talvez", "sim?", "sábado é possível?", "sim, mas com janela", "um atendente"])
def test_a_confirmation_is_asked_again_for_anything_else(said: str) -> None:
    question = Question("date", prompt="Que dia?")
    answer = read_confirmation(said, question, BRAZILIAN, at=AT, prompt="Sexta-feira. Está certo?")
    assert isinstance(answer, NoMatch)


TABLE = {
    "size": Question("integer", prompt="Quantas pessoas?"),
    "day": Question("date", prompt="Que dia?"),
    "time": Question("time", prompt="A que horas?"),
}


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("uma mesa para quatro na sexta às sete e meia", {"size": 4, "day": "2024-05-10", "time": "19:30"}),
        ("na sexta às sete e meia uma mesa para quatro", {"size": 4, "day": "2024-05-10", "time": "19:30"}),
        ("sexta à noite às oito para duas pessoas", {"size": 2, "day": "2024-05-10", "time": "20:00"}),
        ("para quatro, amanhã, ao meio-dia", {"size": 4, "day": "2024-05-07", "time": "12:00"}),
        ("sexta às sete, quero dizer, às oito, para quatro", {"size": 4, "day": "2024-05-10", "time": "20:00"}),
        ("uma mesa para quatro amanhã", {"size": 4, "day": "2024-05-07"}),
        # A table for ten at eight, or a table at ten to eight.
        ("uma mesa para dez para as oito", None),
        ("uma mesa para quatro ou cinco na sexta", None),
    ],
)
def test_a_form_takes_several_values_from_one_sentence(said: str, values: dict[str, Json] | None) -> None:
    heard = read_slots(said, TABLE, BRAZILIAN, at=AT)
    assert (None if isinstance(heard, NoMatch) else heard) == values


@pytest.mark.parametrize(
    ("value", "value_type"),
    [
        ("2024-05-01", "date"),
        ("07:30", "time"),
        ("19:30", "time"),
        ("2024-05-10T08:15", "datetime"),
        ("PT2H30M", "duration"),
        ({"amount": 1234.5, "currency": "BRL"}, "money"),
        ({"amount": 12, "currency": "CHF"}, "money"),
        ("00412", "digits"),
        ("BRA2E19", "code"),
        ("01310-100", "postcode"),
        ("+5511987654321", "phone"),
        (-1234567, "integer"),
        (3.75, "number"),
        (True, "boolean"),
        (False, "boolean"),
    ],
)
@pytest.mark.parametrize("tag", ["pt-BR", "pt-PT"])
def test_a_spoken_value_is_read_back(value: Json, value_type: ValueType, tag: str) -> None:
    words = spoken(value, language=tag, asked=value_type)
    assert read(words, Question(value_type, country="BR"), locale_of(tag), at=AT) == value


def test_a_region_has_its_own_currency_and_both_put_the_day_first() -> None:
    portuguese = locale_of("pt-PT")
    assert read("cinquenta", Question("money"), BRAZILIAN, at=AT) == {"amount": 50, "currency": "BRL"}
    assert read("cinquenta", Question("money"), portuguese, at=AT) == {"amount": 50, "currency": "EUR"}
    assert read_keys("05031962", Question("date"), BRAZILIAN, at=AT) == "1962-03-05"
    assert read_keys("05031962", Question("date"), portuguese, at=AT) == "1962-03-05"
