"""The languages of callers: words as data, one folder a language. To add one, write its folder and add its code here.

Nothing here decides what is asked or taken: values/ does. A language is loaded when it is first used.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flow_core.languages.language import Language

DEFAULT_TAG = "en-US"
"""The language of a flow that names none."""
LANGUAGE_CODES = ("en", "es", "fr", "it", "nl", "pt", "de")
"""The first part of every language tag that a flow may name."""


class Locale(NamedTuple):
    """A language as a region speaks it."""

    tag: str
    """BCP 47, such as "en-GB"."""
    language: Language
    """The words of the language."""
    region: str
    """ISO 3166, such as "GB". A tag without a region has the usual one of its language."""


@lru_cache(maxsize=64)
def locale_of(tag: str = DEFAULT_TAG) -> Locale:
    """Return the language and region of a BCP 47 tag.

    Args:
        tag: Such as "en-GB". A script or variant in it counts for nothing. A language that has no folder is read as
            the default language.
    """
    code, *more = tag.replace("_", "-").split("-")
    module = import_module(f"{__name__}.{code.lower() if code.lower() in LANGUAGE_CODES else DEFAULT_TAG[:2]}")
    language: Language = module.LANGUAGE
    region = next((part.upper() for part in more if len(part) == 2 or part.isdigit()), language.region)
    # Where regions write numbers differently, a language has `REGIONS`: region -> its language.
    regions: Mapping[str, Language] = getattr(module, "REGIONS", {})
    return Locale(tag, regions.get(region, language), region)
