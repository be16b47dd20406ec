"""Reads a string: what was said, as it was said. Never changes a word."""

from __future__ import annotations

from flow_core.values.answer import NoMatch


def read_text(said: str) -> str | NoMatch:
    """The utterance without the white space around it."""
    return said.strip() or NoMatch("nothing was said")
