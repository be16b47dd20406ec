"""Removes from a model's words what must not be read aloud, shown or logged."""

from __future__ import annotations

from flow_core.json import Json, whole_characters

# C0 and C1 except tab and line feed; the overrides, embeddings and isolates of text direction (Unicode TR9).
_TAKEN_OUT = dict.fromkeys(
    code
    for codes in (range(0x20), range(0x7F, 0xA0), range(0x202A, 0x202F), range(0x2066, 0x206A))
    for code in codes
    if chr(code) not in "\t\n"
)


def printable(text: str) -> str:
    """The text without control characters, except tab and line feed, and without changes of the text's direction."""
    return whole_characters(text).translate(_TAKEN_OUT)


def all_printable(value: Json) -> Json:
    """The value with every string and key printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [all_printable(item) for item in value]
    if isinstance(value, dict):
        return {printable(name): all_printable(item) for name, item in value.items()}
    return value
