"""Amounts of money in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from flow_core.json import Json
from flow_core.spoken.numbers import in_one_word, number_of, with_plain_spaces

if TYPE_CHECKING:
    from flow_core.spoken.voice import Voice

_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_CLEAR_CURRENCIES = frozenset({"EUR", "GBP"})
"""Currencies whose symbol names one currency in every region. "$" does not."""
_READ_SYMBOLS = frozenset({"$", "€", "£", "R$"})
"""Symbols that text to speech reads as the name of a currency. It spells others, such as "CHF"."""


class Money(NamedTuple):
    """An amount in a currency."""

    amount: Decimal
    currency: str
    """ISO 4217."""


def money_of(value: Json) -> Money | None:
    """Return the money of a value: an object of `amount`, a number, and `currency`. None for another value."""
    if not isinstance(value, Mapping) or set(value) != {"amount", "currency"}:
        return None
    amount, currency = number_of(value["amount"]), value["currency"]
    if amount is None or not isinstance(currency, str) or not _CURRENCY.match(currency):
        return None
    return Money(amount, currency)


def money_of_number(value: Json, voice: Voice) -> Money | None:
    """Return the money of a number, in the currency of the voice's region. None for another value."""
    amount = number_of(value)
    return None if amount is None else Money(amount, _currency_of(voice))


def say_money(money: Money, voice: Voice) -> str:
    """Say an amount: "$12.50" in the region's own currency, else with its name: "12.50 Swiss francs"."""
    from babel.numbers import format_currency, get_currency_name, get_currency_precision, get_currency_symbol

    locale = voice.cldr()
    places = get_currency_precision(money.currency)
    amount = abs(money.amount).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole = amount == amount.to_integral_value()
    minus = f"{voice.language.minus} " if money.amount < 0 and amount else ""
    if whole:
        amount = amount.to_integral_value()
    is_clear = money.currency in _CLEAR_CURRENCIES or money.currency == _currency_of(voice)
    if is_clear and get_currency_symbol(money.currency, locale) in _READ_SYMBOLS:
        pattern = locale.currency_formats["standard"].pattern.split(";")[0]
        pattern = re.sub(r"0\.0+", "0", pattern) if whole else re.sub(r"0\.0+", "0." + "0" * places, pattern)
        said = format_currency(amount, money.currency, pattern, locale, currency_digits=False)
        return minus + with_plain_spaces(in_one_word(said))
    name = get_currency_name(money.currency, count=amount, locale=locale)
    if voice.code == "pt":
        # CLDR has Brazil's names as titles.
        name = name[:1].lower() + name[1:]
    return f"{minus}{_figures(amount, places, whole, voice)} {name}"


def _figures(amount: Decimal, places: int, whole: bool, voice: Voice) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0" if whole else "#,##0." + "0" * places
    return in_one_word(format_decimal(amount, pattern, voice.cldr(), decimal_quantization=False))


def _currency_of(voice: Voice) -> str:
    from babel.numbers import get_territory_currencies

    try:
        return str(get_territory_currencies(voice.region)[0])
    except (LookupError, KeyError):
        return str(get_territory_currencies(voice.language.region)[0])
