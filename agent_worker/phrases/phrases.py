"""The worker's own words, for a reply of the flow that is late or unavailable, and for a call without speech.

A language is a file beside this one, named by its primary subtag, with the constant `PHRASES`. Its words address the
caller politely and do not tell the speaker's gender: the voice may be any.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import cast

_PRIMARY = re.compile(r"[a-z]{2,3}(?![a-z])")
_SAME = {"nb": "no", "nn": "no"}
"""Languages that have the words of another one."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The worker's own words in one language."""

    slow: tuple[str, ...]
    """For an API that is slow, spoken one after the other."""
    out_of_reach: tuple[str, ...]
    """For an API that is unavailable, spoken one after the other."""
    goodbye: str
    """For a turn that failed. The same words as the flow's apology."""
    cut_off: str
    """For a call that another worker began, before the last reply is repeated."""
    go_on: str
    """After `cut_off`, if the last reply is not repeated."""
    busy: str
    """For a call that ends because nothing hears the caller or nothing speaks."""
    backchannels: frozenset[str]
    """What a caller says to show attention while the agent speaks, in lower case. Never spoken by the worker."""

    @property
    def back(self) -> str:
        """For a call that another worker began, if its last reply is not repeated."""
        return f"{self.cut_off} {self.go_on}"


def phrases_in(language: str | None) -> Phrases:
    """Return the words in a language, or in English.

    Args:
        language: A language tag, such as de, de-AT or de_AT. None is English.
    """
    primary = _PRIMARY.match((language or "").lower())
    return _loaded("en" if primary is None else _SAME.get(primary[0], primary[0]))


@cache
def _loaded(code: str) -> Phrases:
    name = f"{__package__}.{code}"
    if find_spec(name) is None:
        return _loaded("en")
    return cast("Phrases", importlib.import_module(name).PHRASES)


def phrase(phrases: tuple[str, ...], spoken: int) -> str:
    """Return the next phrase.

    Args:
        phrases: The phrases in order.
        spoken: How many of them the caller has heard.

    Returns:
        A phrase that differs from the previous one.
    """
    return phrases[spoken % len(phrases)]
