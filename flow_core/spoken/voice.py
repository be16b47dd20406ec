"""A voice: the language, region and time zone in which a session's values are spoken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from babel import Locale

    from flow_core.spoken.language import SpokenLanguage

_DEFAULT_CODE = "en"
_CODES = ("de", "en", "es", "fr", "it", "nl", "pt")
"""The languages of words/. Others are spoken as English."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How a session's values are spoken."""

    code: str
    """The first part of the language's tag, such as "en"."""
    region: str
    """ISO 3166, such as "GB"."""
    language: SpokenLanguage
    """The words."""
    zone: tzinfo
    """Where the caller's clock is. A moment with an offset is spoken in it."""

    def cldr(self) -> Locale:
        """Return the data of CLDR for language and region. The first call loads Babel."""
        return _cldr(self.code, self.region)


@lru_cache(maxsize=64)
def voice_of(tag: str, zone: str) -> Voice:
    """Return the voice of a language tag and a time zone.

    Args:
        tag: BCP 47, such as "en-GB". A language without words here is spoken as English.
        zone: IANA, such as "Europe/London". An unknown zone is UTC.
    """
    code, *more = tag.replace("_", "-").split("-")
    code = code.lower()
    if code not in _CODES:
        code, more = _DEFAULT_CODE, []
    language = _language(code)
    region = next((part.upper() for part in more if len(part) == 2 and part.isalpha()), language.region)
    return Voice(code, region, language, _zone(zone))


@lru_cache(maxsize=len(_CODES))
def _language(code: str) -> SpokenLanguage:
    return cast("SpokenLanguage", import_module(f"flow_core.spoken.words.{code}").SPOKEN)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # ZoneInfo raises KeyError for an unknown name, ValueError and OSError for a name that is no name of a file.
        return UTC


@lru_cache(maxsize=64)
def _cldr(code: str, region: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale(code, region)
    except UnknownLocaleError:
        return Locale(code)
