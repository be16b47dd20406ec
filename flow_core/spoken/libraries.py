"""Loads the libraries of spoken values ahead of the first caller, where a process can start ahead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flow_core.spoken.days import say_date, say_duration
from flow_core.spoken.money import Money, say_money
from flow_core.spoken.phones import say_phone
from flow_core.spoken.voice import voice_of

_ANY_DAY = date(2000, 1, 1)


def load() -> None:
    """Load Babel, its data of English, and the phone numbers of the US. Later values need no import."""
    voice = voice_of("en-US", "UTC")
    say_date(_ANY_DAY, voice)
    say_duration("PT1H", voice)
    say_money(Money(Decimal(1), "USD"), voice)
    say_phone("+12015550123", voice)
