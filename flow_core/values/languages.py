"""The languages that callers may speak. To add one, write its folder beside en/ and add one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flow_core.values.en import English

if TYPE_CHECKING:
    from flow_core.values.language import Language

DEFAULT_LANGUAGE = "en"
"""The language of a flow that names none."""

_LANGUAGES: Mapping[str, Language] = {
    "en": English(),
}


def language_of(code: str = DEFAULT_LANGUAGE) -> Language:
    """Return the language with a code, such as "en". Raises KeyError if it is not registered."""
    return _LANGUAGES[code]
