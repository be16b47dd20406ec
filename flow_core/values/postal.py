"""How countries write their postal codes. It knows the form of a code, and not which codes are in use.

Source: the Universal Postal Union's addressing systems, and the postal services' own pages.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class _Form(NamedTuple):
    pattern: str
    """What the letters and digits match, without spaces and marks."""
    layout: str = "{0}"
    """The groups of the pattern as they are written: "{0} {1}"."""


_FOUR = _Form(r"([1-9][0-9]{3})")
_ANY_FOUR = _Form(r"([0-9]{4})")
_FIVE = _Form(r"([0-9]{5})")
_SIX = _Form(r"([1-9][0-9]{5})")
_THREE_TWO = _Form(r"([0-9]{3})([0-9]{2})", "{0} {1}")

_FORMS: dict[str, tuple[_Form, ...]] = {
    "US": (_FIVE, _Form(r"([0-9]{5})([0-9]{4})", "{0}-{1}")),
    "GB": (
        _Form(r"(GIR)(0AA)", "{0} {1}"),
        _Form(r"([A-PR-UWYZ](?:[0-9][0-9A-HJKPSTUW]?|[A-HK-Y][0-9][0-9A-Z]?))([0-9][ABD-HJLNP-UW-Z]{2})", "{0} {1}"),
    ),
    "CA": (_Form(r"([ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z])([0-9][ABCEGHJ-NPRSTV-Z][0-9])", "{0} {1}"),),
    "IE": (_Form(r"([AC-FHKNPRTV-Y](?:[0-9]{2}|6W))([0-9AC-FHKNPRTV-Y]{4})", "{0} {1}"),),
    "NL": (_Form(r"([1-9][0-9]{3})([A-Z]{2})", "{0} {1}"),),
    "PT": (_Form(r"([1-9][0-9]{3})([0-9]{3})", "{0}-{1}"),),
    "BR": (_Form(r"([0-9]{5})([0-9]{3})", "{0}-{1}"),),
    "PL": (_Form(r"([0-9]{2})([0-9]{3})", "{0}-{1}"),),
    "JP": (_Form(r"([0-9]{3})([0-9]{4})", "{0}-{1}"),),
    "SE": (_THREE_TWO,),
    "CZ": (_THREE_TWO,),
    "SK": (_THREE_TWO,),
    "GR": (_THREE_TWO,),
    "IN": (_SIX,),
    "CN": (_Form(r"([0-9]{6})"),),
    "SG": (_Form(r"([0-9]{6})"),),
    "RU": (_Form(r"([0-9]{6})"),),
    "IL": (_Form(r"([0-9]{7})"),),
    **dict.fromkeys("AT BE CH DK LU HU BG CY SI LV".split(), (_FOUR,)),
    **dict.fromkeys("AU NZ ZA NO".split(), (_ANY_FOUR,)),
    **dict.fromkeys("DE FR ES IT FI MX TR KR EE HR RO".split(), (_FIVE,)),
}
_ANY = re.compile(r"[A-Z0-9]{3,10}")


def written(text: str, country: str) -> str | None:
    """Return a postal code as its country writes it.

    Args:
        text: The letters and digits of the code, with any spaces or marks.
        country: ISO 3166, such as "GB". A code of a country that is not known here stays as it was spelled.

    Returns:
        The code; None if the country has no such code.
    """
    code = "".join(each for each in text.upper() if each.isascii() and each.isalnum())
    forms = _FORMS.get(country.upper())
    if forms is None:
        return code if _ANY.fullmatch(code) and any(map(str.isdigit, code)) else None
    for form in forms:
        match = re.fullmatch(form.pattern, code)
        if match is not None:
            return form.layout.format(*match.groups())
    return None
