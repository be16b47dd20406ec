"""The values that an expression can have, as far as that is known without running it. Nothing here reads an expression.

What is not known is ANY, so that a check never reports what is possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "text", "number", "boolean", "nothing", "list", "object", "moment", "function", "pattern", "bigint"
]
"""A type of JavaScript's values. "nothing" is null and undefined, "moment" a Date, "pattern" a RegExp."""
Form: TypeAlias = Literal[
    "date", "time", "datetime", "duration", "email", "phone", "digits", "code", "lower", "upper", "trimmed"
]
"""How all texts of a variable are written."""


@dataclass(frozen=True, slots=True)
class Values:
    """A set of values."""

    kinds: frozenset[Kind] | None
    """The types of the values; None if they can have any type."""
    texts: frozenset[str] | None = None
    """All texts in the set; None if they are not known."""
    form: Form | None = None
    """How all texts in the set are written, if that is known."""
    fields: Mapping[str, Values] | None = None
    """The properties of all objects in the set; None if they are not known."""
    items: Values | None = None
    """The items of all lists in the set; None if they are not known."""

    @property
    def known(self) -> frozenset[Kind]:
        """The types; empty if they can have any type."""
        return self.kinds or frozenset()

    def only(self, *kinds: Kind) -> bool:
        """Return whether the types are known and are among these."""
        return bool(self.kinds) and self.known.issubset(kinds)

    def something(self) -> Values:
        """Return the set without null and undefined."""
        if "nothing" not in self.known:
            return self
        return Values(self.known - {"nothing"}, self.texts, self.form, self.fields, self.items)


ANY = Values(None)
"""Every value."""
NONE = Values(frozenset())
"""No value."""


def of(*kinds: Kind, form: Form | None = None) -> Values:
    """Return all values of some types."""
    return Values(frozenset(kinds), form=form)


def text_of(texts: Iterable[str]) -> Values:
    """Return the set of some texts."""
    return Values(frozenset({"text"}), frozenset(texts))


TEXT, NUMBER, BOOLEAN, NOTHING = of("text"), of("number"), of("boolean"), of("nothing")
LIST, OBJECT, MOMENT = of("list"), of("object"), of("moment")
FUNCTION, PATTERN, BIGINT = of("function"), of("pattern"), of("bigint")


def either(sets: Iterable[Values]) -> Values:
    """Return the union of some sets."""
    joined = NONE
    for each in sets:
        joined = _joined(joined, each)
    return joined


def _joined(one: Values, other: Values) -> Values:
    if one.kinds is None or other.kinds is None:
        return ANY
    texts, form, fields, items = one.texts, one.form, one.fields, one.items
    if "text" not in one.kinds:
        texts, form = other.texts, other.form
    elif "text" in other.kinds:
        texts = None if texts is None or other.texts is None else texts | other.texts
        form = form if form == other.form else None
    if "object" not in one.kinds:
        fields = other.fields
    elif "object" in other.kinds:
        fields = fields if fields == other.fields else None
    if "list" not in one.kinds:
        items = other.items
    elif "list" in other.kinds:
        items = None if items is None or other.items is None else _joined(items, other.items)
    return Values(one.kinds | other.kinds, texts, form, fields, items)


_FORMS: Mapping[Form, re.Pattern[str]] = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "time": re.compile(r"\d{2}:\d{2}"),
    "datetime": re.compile(r"\d{4}-\d{2}-\d{2}T.*"),
    "duration": re.compile(r"-?P.*"),
    "email": re.compile(r".+@.+"),
    "phone": re.compile(r"\+?\d+"),
    "digits": re.compile(r"\d+"),
    "code": re.compile(r"[^\sa-z]+"),
}


def has_form(text: str, form: Form) -> bool:
    """Return whether a text is written in a form."""
    match form:
        case "lower":
            return text == text.lower()
        case "upper":
            return text == text.upper()
        case "trimmed":
            return text == text.strip()
        case _:
            return _FORMS[form].fullmatch(text) is not None


def is_no_number(values: Values) -> bool:
    """Return whether every value of a set becomes NaN where JavaScript needs a number."""
    values = values.something()
    if not values.known or not values.known <= {"text", "object", "function", "pattern"}:
        return False
    if "text" not in values.known or values.form in ("date", "time", "datetime", "duration", "email"):
        return True
    return values.texts is not None and all(number_in(text) is None for text in values.texts)


def number_in(text: str) -> float | None:
    """Return the number that JavaScript's `Number(text)` gives; None for NaN."""
    text = text.strip()
    if not text:
        return 0.0
    if re.fullmatch(r"0[xX][0-9a-fA-F]+", text):
        return float(int(text, 16))
    if text in ("Infinity", "+Infinity", "-Infinity"):
        return float(text.lower())
    return float(text) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", text, re.ASCII | re.IGNORECASE) else None
