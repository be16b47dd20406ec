"""Dates, times of day, moments and durations for the ear."""

from __future__ import annotations

import pytest

from tests.flow_core.spoken.speaking import problem, said

LANGUAGES = ("en-US", "en-GB", "es-ES", "fr-FR", "de-DE", "it-IT", "pt-BR", "nl-NL")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-US", "Friday, December 4, 2026"),
        ("en-GB", "Friday, 4 December 2026"),
        ("es-ES", "viernes, 4 de diciembre de 2026"),
        ("fr-FR", "vendredi 4 décembre 2026"),
        ("de-DE", "Freitag, 4. Dezember 2026"),
        ("it-IT", "venerdì 4 dicembre 2026"),
        ("pt-BR", "sexta-feira, 4 de dezembro de 2026"),
        ("nl-NL", "vrijdag 4 december 2026"),
    ],
)
def test_a_date_is_said_with_weekday_and_year_in_the_order_of_the_region(language: str, words: str) -> None:
    assert said("2026-12-04", "date", language=language) == words
    assert said("2026-12-04", language=language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr-FR", "vendredi 1er janvier 2027"),
        ("it-IT", "venerdì 1º gennaio 2027"),
        ("pt-BR", "sexta-feira, 1º de janeiro de 2027"),
        ("de-DE", "Freitag, 1. Januar 2027"),
        ("es-ES", "viernes, 1 de enero de 2027"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_where_people_say_so(language: str, words: str) -> None:
    assert said("2027-01-01", language=language) == words


@pytest.mark.parametrize(
    ("language", "evening", "hour", "noon", "midnight"),
    [
        ("en-US", "7:30 PM", "7 AM", "noon", "midnight"),
        ("en-GB", "7:30 PM", "7 AM", "noon", "midnight"),
        ("es-ES", "19:30", "7:00 de la mañana", "12:00", "0:00"),
        ("es-MX", "7:30 de la tarde", "7:00 de la mañana", "12:00 de la tarde", "12:00 de la madrugada"),
        ("fr-FR", "19 heures 30", "7 heures du matin", "12 heures", "0 heure"),
        ("de-DE", "19 Uhr 30", "7 Uhr morgens", "12 Uhr", "0 Uhr"),
        ("it-IT", "19:30", "7:00 del mattino", "12:00", "0:00"),
        ("pt-BR", "19:30", "7:00 da manhã", "12:00", "0:00"),
        ("nl-NL", "19 uur 30", "7 uur 's ochtends", "12 uur", "0 uur"),
    ],
)
def test_a_time_is_said_by_the_clock_of_the_region(
    language: str, evening: str, hour: str, noon: str, midnight: str
) -> None:
    assert said("19:30", "time", language=language) == evening
    assert said("07:00:59", "time", language=language) == hour
    assert said("12:00", language=language, asked="time") == noon
    assert said("00:00", language=language, asked="time") == midnight


def test_minutes_past_an_hour_are_said() -> None:
    assert said("12:05", "time") == "12:05 PM"
    assert said("00:30", "time") == "12:30 AM"
    assert said("07:05", "time", language="fr") == "7 heures 05 du matin"
    assert said("21:15", "time", language="es-MX") == "9:15 de la noche"


def test_a_text_that_may_be_something_else_than_a_time_is_said_as_it_is() -> None:
    assert said("10:00") == "10:00"
    assert said(["10:00", "11:30"]) == "10:00 and 11:30"
    assert said("10:00", asked="string") == "10:00"


@pytest.mark.parametrize(
    ("language", "words", "at_one"),
    [
        ("en-US", "Friday, December 4, 2026 at 7:30 PM", "Friday, December 4, 2026 at 1:15 PM"),
        ("es-ES", "viernes, 4 de diciembre de 2026 a las 19:30", "viernes, 4 de diciembre de 2026 a las 13:15"),
        ("es-US", "viernes, 4 de diciembre de 2026 a las 7:30 de la tarde",
         "viernes, 4 de diciembre de 2026 a la 1:15 de la tarde"),
        ("fr-FR", "vendredi 4 décembre 2026 à 19 heures 30", "vendredi 4 décembre 2026 à 13 heures 15"),
        ("de-DE", "Freitag, 4. Dezember 2026 um 19 Uhr 30", "Freitag, 4. Dezember 2026 um 13 Uhr 15"),
        ("it-IT", "venerdì 4 dicembre 2026 alle 19:30", "venerdì 4 dicembre 2026 alle 13:15"),
        ("pt-BR", "sexta-feira, 4 de dezembro de 2026 às 19:30", "sexta-feira, 4 de dezembro de 2026 às 13:15"),
        ("nl-NL", "vrijdag 4 december 2026 om 19 uur 30", "vrijdag 4 december 2026 om 13 uur 15"),
    ],
)  # fmt: skip
def test_a_moment_is_said_as_a_date_and_a_time(language: str, words: str, at_one: str) -> None:
    assert said("2026-12-04T19:30", language=language) == words
    assert said("2026-12-04 19:30:00", "datetime", language=language) == words
    assert said("2026-12-04T13:15", language=language) == at_one


def test_one_in_the_morning_has_its_own_words_in_portuguese() -> None:
    assert said("2026-12-04T01:15", language="pt") == "sexta-feira, 4 de dezembro de 2026 à 1:15 da manhã"


def test_a_moment_with_an_offset_is_said_by_the_callers_clock() -> None:
    assert said("2026-12-05T00:30:00.000Z", zone="America/New_York") == "Friday, December 4, 2026 at 7:30 PM"
    assert said("2026-12-05T00:30:00Z", "date", zone="America/New_York") == "Friday, December 4, 2026"
    assert said("2026-12-05T01:30+01:00", "time", zone="America/New_York") == "7:30 PM"
    assert said("2026-12-05T00:30:00Z", zone="Nowhere/Town") == "Saturday, December 5, 2026 at 12:30 AM"
    assert said("2026-12-05T00:30:00Z", zone="../etc") == "Saturday, December 5, 2026 at 12:30 AM"


def test_milliseconds_are_a_moment_for_the_filters_only() -> None:
    assert said(1_796_414_400_000, "date") == "Friday, December 4, 2026"
    assert said(1_796_412_600_000.0, "datetime", zone="Europe/Paris") == "Friday, December 4, 2026 at 8:30 PM"
    assert said(1_796_414_400_000) == "1796414400000"
    for value in (12, 10**18, True):
        assert problem(value, "date")[0] == said(value)


@pytest.mark.parametrize(
    "text",
    ["2026-02-31", "2026-13-01T10:00", "0000-01-01", "2026-12-04T25:00", "2026-12-04T10:00+99:99", "2026-12-04!",
     "0001-01-01T00:00+14:00", "٢٠٢٦-١٢-٠٤"],
)  # fmt: skip
def test_what_is_no_date_is_said_as_it_is(text: str) -> None:
    assert said(text) == text
    assert problem(text, "date")[0] == text
    assert problem(text, "time")[0] == text
    assert problem(text, "datetime")[0] == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PT2H30M", "2 hours and 30 minutes"),
        ("PT1H", "1 hour"),
        ("P1DT1H1M", "1 day, 1 hour, and 1 minute"),
        ("P2W", "2 weeks"),
        ("P1Y6M", "1 year and 6 months"),
        ("PT45S", "45 seconds"),
        ("PT0S", "0 seconds"),
        ("PT1H0M", "1 hour"),
    ],
)
def test_a_duration_that_was_asked_for_is_said_in_its_units(text: str, words: str) -> None:
    assert said(text, asked="duration") == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "2 horas y 30 minutos"),
        ("fr", "2 heures et 30 minutes"),
        ("de", "2 Stunden und 30 Minuten"),
        ("it", "2 ore e 30 minuti"),
        ("pt", "2 horas e 30 minutos"),
        ("nl", "2 uur en 30 minuten"),
    ],
)
def test_a_duration_is_said_in_the_language(language: str, words: str) -> None:
    assert said("PT2H30M", language=language, asked="duration") == words


def test_what_is_no_duration_is_said_as_it_is() -> None:
    for text in ("P", "PT", "P1", "an hour"):
        assert said(text, asked="duration") == text
    assert said(90, asked="duration") == "90"
    assert said("PT2H30M") == "PT2H30M"
