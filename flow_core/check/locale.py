"""Finds a language that Callflow does not know, and a time zone that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flow_core.check.problem import THE_FLOW, Problem, Spelling, listed, quoted
from flow_core.check.shape import Parts
from flow_core.flow import DEFAULT_LANGUAGE, DEFAULT_TIME_ZONE
from flow_core.languages import LANGUAGE_CODES

KNOWN_LANGUAGES = tuple(sorted(LANGUAGE_CODES))
"""The primary subtags of the languages that Callflow understands and speaks."""
_TAG = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-[A-Za-z0-9]{1,8})*\Z")
"""A BCP 47 tag: language, script, region, and subtags that Callflow ignores."""
_ZONE = re.compile(r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*){0,2}\Z")
"""The name of a zone. It has no "." and no leading "/", so it can name no file outside the database."""
_ZONES_FOR_HINTS = ("UTC", "Europe/London", "Europe/Madrid", "Europe/Paris", "Europe/Berlin", "America/New_York")


def locale_problems(parts: Parts) -> Iterator[Problem]:
    """Find the problems of the fields `language` and `timeZone`."""
    document = parts.document if isinstance(parts.document, dict) else {}
    language = document.get("language", DEFAULT_LANGUAGE)
    if isinstance(language, str) and not is_known_language(language):
        text = f'"language" is {quoted(language)}, but the languages are {listed(KNOWN_LANGUAGES)}.'
        yield THE_FLOW.error("unknown-language", text, "Write it like en-US, en-GB or es-ES.", ("language",))
    zone = document.get("timeZone", DEFAULT_TIME_ZONE)
    if isinstance(zone, str) and not is_time_zone(zone):
        hint = Spelling(_ZONES_FOR_HINTS).hint(zone)
        text = f'"timeZone" is {quoted(zone)}, which is not the name of a time zone.'
        remedy = f"Write a name of the IANA database, like Europe/London or America/New_York.{hint}"
        yield THE_FLOW.error("unknown-time-zone", text, remedy, ("timeZone",))


def is_known_language(tag: str) -> bool:
    """Return whether a text is a BCP 47 tag of a known language. Case does not matter."""
    match = _TAG.match(tag)
    return match is not None and match[1].lower() in KNOWN_LANGUAGES


def is_time_zone(name: str) -> bool:
    """Return whether the IANA database has a zone. Reads the database."""
    if not _ZONE.match(name):
        return False
    # Slow to import, and a turn that reads a flow needs no check.
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True
