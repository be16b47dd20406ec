"""The capitals of a person's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flow_core.languages.language import NameWords

_LEAST_AFTER_PREFIX = 3
"""Letters after "Mc" from which on a capital follows."""


def written(texts: Sequence[str], names: NameWords) -> str:
    """Return a name as it is usually written: "james o'neil" as "James O'Neil".

    Args:
        texts: The words of the name. A word with small and capital letters stays as it is.
        names: The words of the language.
    """
    return " ".join(_word(text, names, first=place == 0) for place, text in enumerate(texts))


def _word(text: str, names: NameWords, *, first: bool) -> str:
    if not (text.islower() or (text.isupper() and len(text) > 1)):
        return text
    small = text.lower()
    if small in names.particles and not first:
        return small
    return "-".join(_capitals(part, names) for part in small.split("-"))


def _capitals(small: str, names: NameWords) -> str:
    head, apostrophe, tail = small.partition("'")
    if apostrophe and len(head) == 1:
        return f"{head.upper()}'{_capitals(tail, names)}"
    for prefix in names.prefixes:
        if small.startswith(prefix) and len(small) >= len(prefix) + _LEAST_AFTER_PREFIX:
            return prefix.capitalize() + small[len(prefix) :].capitalize()
    return small[:1].upper() + small[1:]
