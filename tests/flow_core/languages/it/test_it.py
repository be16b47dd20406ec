"""What callers do in Italian besides answering, and several values in one Italian sentence."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flow_core.authored.asked import ValueType
from flow_core.json import Json
from flow_core.values import NoMatch, Question, Replacement, declines, locale_of, move_of, read, read_confirmation
from flow_core.values.slots import read_slots
from tests.flow_core.spoken.speaking import said as spoken

AT = 1_714_953_600_000
"""Monday, May 6, 2024."""
ITALIAN = locale_of("it-IT")
SLOTS = {
    "people": Question("integer", prompt="Per quante persone?"),
    "day": Question("date", prompt="Per quale giorno?"),
    "time": Question("time", prompt="A che ora?"),
}


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("può ripetere per favore?", "repeat"),
        ("scusi, come ha detto?", "repeat"),
        ("come, scusi?", "repeat"),
        ("non ho capito", "repeat"),
        ("pronto, non la sento bene, può ripetere?", "repeat"),
        ("un attimo", "wait"),
        ("ehm, un momento, per favore", "wait"),
        ("aspetti, controllo un attimo", "wait"),
        ("mi può dare due minuti", "wait"),
        ("pronto?", "hello"),
        ("pronto, c'è qualcuno?", "hello"),
        ("mi sente?", "hello"),
        ("mm", "backchannel"),
        ("ok", "backchannel"),
        ("ho capito", "backchannel"),
    ],
)
def test_a_move_is_a_whole_utterance(said: str, move: str) -> None:
    assert move_of(said, ITALIAN) == move


@pytest.mark.parametrize(
    "said", ["", "quattro", "può dire quattro", "pronto, è venerdì", "no", "operatore", "aspetto un bambino"]
)
def test_an_answer_or_a_wish_is_no_move(said: str) -> None:
    assert move_of(said, ITALIAN) is None


@pytest.mark.parametrize(
    "said", ["non ce l'ho", "no, mi dispiace, non ce l'ho", "non lo so", "nessuno", "preferisco non dirlo, grazie"]
)
def test_a_caller_declines(said: str) -> None:
    assert declines(said, ITALIAN)


@pytest.mark.parametrize("said", ["ce l'ho", "uno", "non ce l'ho ma mia moglie sì", "", "venerdì"])
def test_a_caller_who_says_more_does_not_decline(said: str) -> None:
    assert not declines(said, ITALIAN)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("sì", True),
        ("sì, è giusto", True),
        ("no", False),
        ("no, è sbagliato", False),
        ("no, sabato", Replacement("2024-05-11")),
        ("sì, ma facciamo sabato", Replacement("2024-05-11")),
        ("no, il giorno è sabato", Replacement("2024-05-11")),
        ("sabato", Replacement("2024-05-11")),
        ("non venerdì, sabato", Replacement("2024-05-11")),
    ],
)
def test_a_confirmation_is_a_yes_a_no_or_another_value(said: str, verdict: bool | Replacement) -> None:
    question = Question("date", prompt="Per quale giorno?")
    assert read_confirmation(said, question, ITALIAN, at=AT, prompt="Venerdì. È giusto?") == verdict


@pytest.mark.parametrize("said", ["forse", "sì?", "è possibile sabato?", "sì, ma alla finestra", "un operatore"])
def test_a_confirmation_is_asked_again_for_anything_else(said: str) -> None:
    question = Question("date", prompt="Per quale giorno?")
    assert isinstance(read_confirmation(said, question, ITALIAN, at=AT, prompt="Venerdì. È giusto?"), NoMatch)


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (
            "un tavolo per quattro venerdì alle sette e mezza",
            {"people": 4, "day": "2024-05-10", "time": "19:30"},
        ),
        (
            "buonasera, vorrei prenotare un tavolo per due persone per domani sera alle otto, grazie",
            {"people": 2, "day": "2024-05-07", "time": "20:00"},
        ),
        ("siamo in sei, sabato all'una", {"people": 6, "day": "2024-05-11", "time": "13:00"}),
        ("quattro venerdì, no, sabato", {"people": 4, "day": "2024-05-11"}),
        ("no, il giorno è venerdì", {"day": "2024-05-10"}),
    ],
)
def test_each_value_goes_to_its_slot(said: str, values: Mapping[str, Json]) -> None:
    assert read_slots(said, SLOTS, ITALIAN, at=AT, prompt="Che cosa posso prenotare per lei?") == values


@pytest.mark.parametrize("said", ["un taxi per quattro", "un tavolo per tre e per cinque", "pronto", "non venerdì"])
def test_a_word_that_no_slot_understands_makes_no_match(said: str) -> None:
    slots = {"people": SLOTS["people"], "day": SLOTS["day"]}
    assert isinstance(read_slots(said, slots, ITALIAN, at=AT, prompt="Che cosa posso prenotare?"), NoMatch)


@pytest.mark.parametrize(
    ("value", "value_type"),
    [
        ("2024-05-01", "date"),
        ("2024-05-08", "date"),
        ("2031-11-11", "date"),
        ("13:00", "time"),
        ("00:05", "time"),
        ("2024-05-08T19:30", "datetime"),
        ("PT1H1M", "duration"),
        ("P2DT3H", "duration"),
        ({"amount": 1234.5, "currency": "EUR"}, "money"),
        ({"amount": 20, "currency": "USD"}, "money"),
        ({"amount": 12.05, "currency": "CHF"}, "money"),
        ("00412", "digits"),
        ("AEO12", "code"),
        ("00186", "postcode"),
        ("+393331234567", "phone"),
        ("mario_rossi@example.it", "email"),
    ],
)
def test_a_value_that_was_said_is_read_back(value: Json, value_type: ValueType) -> None:
    words = spoken(value, None, language="it-IT", asked=value_type)
    assert read(words, Question(value_type), ITALIAN, at=AT) == value, words


@pytest.mark.parametrize("number", [*range(1000), 1001, 1100, 2008, 8800, 21_000, 108_108, 999_999])
def test_a_number_has_one_word(number: int) -> None:
    assert read(_word(number), Question("integer"), ITALIAN, at=AT) == number


_BELOW_TWENTY = """zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici
    sedici diciassette diciotto diciannove""".split()
_TENS = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()


def _word(number: int) -> str:
    """Write a number as num2words and the schools do."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        return ("mille" if thousands == 1 else f"{_word(thousands)}mila") + (_word(rest) if rest else "")
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        stem = ("" if hundreds == 1 else _BELOW_TWENTY[hundreds]) + "cento"
        return (stem.removesuffix("o") if 80 <= rest < 90 or rest == 8 else stem) + (_word(rest) if rest else "")
    if number < 20:
        return _BELOW_TWENTY[number]
    tens, unit = divmod(number, 10)
    stem = _TENS[tens - 2]
    return (stem[:-1] if unit in {1, 8} else stem) + (("tré" if unit == 3 else _BELOW_TWENTY[unit]) if unit else "")
