"""Text said character by character."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flow_core.spoken.voice import Voice

MAX_CHARACTERS = 200
"""Characters that are said one by one. A longer text is no code, and nobody would listen to it."""


def spell(text: str, voice: Voice) -> str:
    """Say letters, digits and signs one by one: "J A M E S", "4 at 7 dot 2". A space is a pause."""
    return ", ".join(" ".join(_name(char, voice) for char in word) for word in text.split())


def say_digits(text: str, voice: Voice) -> str:
    """Say digits one by one: "0 4 2". A separator between them is a pause, and letters are spelled."""
    groups: list[list[str]] = [[]]
    for index, char in enumerate(text):
        if char.isalnum() or (char in ".+" and text[index + 1 : index + 2].isdigit()):
            groups[-1].append(_name(char, voice))
        elif groups[-1]:
            groups.append([])
    return ", ".join(" ".join(group) for group in groups if group)


def _name(char: str, voice: Voice) -> str:
    upper = char.upper()
    # "ß" has two letters as a capital.
    return voice.language.symbols.get(char, upper if len(upper) == 1 else char)
