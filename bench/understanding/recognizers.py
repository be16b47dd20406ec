"""Reads answers with recognizers-text, in an environment of its own, for comparison.

It reads a JSON list of {said, type, language, at} from standard input and prints a JSON list of values: null where
nothing, or more than one thing, was found.
"""

from __future__ import annotations

import json
import re
import sys
import warnings
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

CULTURES = {"en": "en-us", "es": "es-es", "fr": "fr-fr", "pt": "pt-br", "de": "de-de", "it": "it-it", "nl": "nl-nl"}
CURRENCIES = {"Dollar": "USD", "United States dollar": "USD", "Pound": "GBP", "British pound": "GBP", "Euro": "EUR"}

Resolution = Mapping[str, Any]


def main() -> None:
    answers = json.load(sys.stdin)
    json.dump([_value(answer) for answer in answers], sys.stdout)


def _value(answer: Mapping[str, Any]) -> object:
    culture, value_type = CULTURES[answer["language"]], answer["type"]
    try:
        found = _recognized(value_type)(answer["said"], culture, answer["at"])
        read = [_read(value_type, resolution, answer["at"]) for resolution in found]
    except Exception:  # a culture without a model raises, and so does a value without a number
        return None
    values = [value for value in read if value is not None]
    distinct = [value for index, value in enumerate(values) if value not in values[:index]]
    return distinct[0] if len(distinct) == 1 else None


def _recognized(value_type: str) -> Callable[[str, str, int], list[Resolution]]:
    warnings.simplefilter("ignore")
    from recognizers_choice import recognize_boolean
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number
    from recognizers_number_with_unit import recognize_currency
    from recognizers_sequence import recognize_email, recognize_phone_number

    simple = {
        "number": recognize_number,
        "integer": recognize_number,
        "boolean": recognize_boolean,
        "money": recognize_currency,
        "phone": recognize_phone_number,
        "email": recognize_email,
    }

    def recognized(said: str, culture: str, at: int) -> list[Resolution]:
        if value_type in simple:
            return [each.resolution for each in simple[value_type](said, culture)]
        moment = datetime.fromtimestamp(at / 1000, UTC).replace(tzinfo=None)
        return [each.resolution for each in recognize_datetime(said, culture, reference=moment)]

    return recognized


def _read(value_type: str, resolution: Resolution, at: int) -> object:
    """Return the value in Callflow's form."""
    match value_type:
        case "number" | "integer":
            number = float(resolution["value"])
            return int(number) if number.is_integer() else number
        case "money":
            currency = CURRENCIES.get(resolution["unit"], resolution.get("isoCurrency"))
            return {"amount": float(resolution["value"]), "currency": currency}
        case "phone":
            return re.sub(r"[^0-9+]", "", resolution["value"])
        case "boolean" | "email":
            return resolution["value"]
        case "duration":
            lengths = [each["value"] for each in resolution["values"] if each["type"] == "duration"]
            return float(lengths[0]) if lengths else None
        case _:
            return _moment(value_type, resolution, at)


def _moment(value_type: str, resolution: Resolution, at: int) -> object:
    """Return a date or time. Of a past and a future one, the future one is meant, as in Callflow."""
    values = sorted(
        each["value"] for each in resolution["values"] if each.get("type") == value_type and "value" in each
    )
    now = datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    if value_type == "time":
        return values[0][:5] if len(values) == 1 else None
    ahead = [value for value in values if value >= now[: len(value)]] or values[-1:]
    if not ahead:
        return None
    return ahead[0] if value_type == "date" else ahead[0].replace(" ", "T")[:16]


if __name__ == "__main__":
    main()
