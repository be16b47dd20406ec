"""Entity tags (RFC 9110): what a reader sends back to hear that nothing has changed."""

from __future__ import annotations

import re

_TAG = re.compile(r'\s*(?:W/)?("[^"]*")\s*(?:,|\Z)')


def of_version(version: int) -> str:
    return f'"{version}"'


def matches(if_none_match: str, tag: str) -> bool:
    """Whether the header names the tag: in its list, weakly or not, or by `*`. What cannot be read names nothing."""
    if if_none_match.strip() == "*":
        return True
    place = 0
    while found := _TAG.match(if_none_match, place):
        if found[1] == tag:
            return True
        place = found.end()
    return False
