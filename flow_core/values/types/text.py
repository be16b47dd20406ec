"""Reads a string: the utterance, unchanged."""

from __future__ import annotations

from flow_core.values.answer import NoMatch


def read_text(said: str) -> str | NoMatch:
    """Return the utterance without the white space around it."""
    return said.strip() or NoMatch("nothing was said")
