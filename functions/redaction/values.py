"""Finds the values of sensitive variables in texts: as they are, with signs between their characters, and encoded.

Which values are sensitive is decided elsewhere (records.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from flow_core.json import Json
from flow_core.text.templates import as_text

TOKEN = "[sensitive]"  # noqa: S105 - no secret
"""What stands in place of a sensitive value."""
LEAST = 3
"""Characters of the shortest value that is looked for in texts. A shorter one occurs in too many other words."""
MAX_VALUES = 200
"""Values of one session that are looked for."""
_SPACED = 4
"""Characters of the shortest value that is also found with signs between its characters."""
_MAX_SPACED = 200
"""Characters of the longest such value."""


class Remove(Protocol):
    """Removes values from texts in every form in which a system writes them, as `Redaction` does."""

    def text(self, text: str) -> str:
        """Replace each value in a text."""
        ...


MakeRemove = Callable[[Mapping[str, str]], Remove]
"""Makes the search for values: name -> value."""


class Values:
    """The search for the sensitive values of one session.

    Args:
        values: The values as texts.
        make: Makes the search for encoded forms.
    """

    def __init__(self, values: Iterable[str], make: MakeRemove) -> None:
        known = [value for value in dict.fromkeys(values) if len(value.strip()) >= LEAST][:MAX_VALUES]
        # The longest first: a value may be a part of another one.
        known.sort(key=len, reverse=True)
        self._remove = make({str(place): value for place, value in enumerate(known)}) if known else None
        spaced = [pattern for value in known if (pattern := _spaced(value)) is not None]
        self._spaced = re.compile("|".join(spaced), re.IGNORECASE) if spaced else None

    def text(self, text: str) -> str:
        """Replace each value in a text."""
        if self._spaced is not None:
            text = self._spaced.sub(TOKEN, text)
        return text if self._remove is None else self._remove.text(text)


def leaves(value: Json) -> Iterator[str]:
    """Yield the texts and numbers in a value, as texts. A boolean is none: it occurs everywhere."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield as_text(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from leaves(inner)


def _spaced(value: str) -> str | None:
    """Return the pattern of a value whose characters may have signs between them: "4 1 1 1", "J-A-M"."""
    characters = [character for character in value if character.isalnum()]
    if not _SPACED <= len(characters) <= _MAX_SPACED:
        return None
    return r"(?<![^\W_])" + r"[\W_]{0,3}".join(map(re.escape, characters)) + r"(?![^\W_])"
