"""Entity tags (RFC 9110, section 8.8.3). A client sends a tag back to learn whether a resource has changed."""

from __future__ import annotations

import re

_TAG = re.compile(r'\s*(?:W/)?("[^"]*")\s*(?:,|\Z)')


def of_version(version: int, more: str = "") -> str:
    """Return the strong tag of a version, and of something more that changes apart from it."""
    return f'"{version}-{more}"' if more else f'"{version}"'


def matches(if_none_match: str, tag: str) -> bool:
    """Return whether the header `If-None-Match` contains a tag.

    Args:
        if_none_match: The header's value: `*`, or a list of strong and weak tags. Reading stops at the first malformed
            tag.
        tag: The strong tag of the current version.

    Returns:
        True if the header is `*` or lists the tag, strong or weak.
    """
    if if_none_match.strip() == "*":
        return True
    place = 0
    while found := _TAG.match(if_none_match, place):
        if found[1] == tag:
            return True
        place = found.end()
    return False
