"""The remedy for an expression that is not JavaScript, by what authors write who know another language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from flow_core.check.meaning.sites import Site

_Matches: TypeAlias = Callable[[str], object]
_REMEDIES: tuple[tuple[_Matches, str], ...] = (
    (re.compile(r"\{\{").search, "Write the expression without {{ and }}: those are for texts."),
    (re.compile("[\u00ab\u00bb\u2018\u2019\u201c\u201d\u201e]").search, "Write straight quotes, like 'this'."),
    (re.compile(r"\s*(return|if)\b").match, 'Write the expression alone, without "return" and "if".'),
    (re.compile(r"=[<>]=?(?![=>])|=<").search, "Write <= or >=."),
    (re.compile(r"\S\s+and\s+\S", re.IGNORECASE).search, "Write && for and."),
    (re.compile(r"\S\s+or\s+\S", re.IGNORECASE).search, "Write || for or."),
    (re.compile(r"\s*not\s+\S", re.IGNORECASE).match, "Write ! for not."),
    (re.compile(r"<>").search, "Write !== for unequal."),
    (re.compile(r"\S\s+(is|equals)\s+\S", re.IGNORECASE).search, "Write === for equal."),
)
_PATTERN = re.compile(r"\^|\\[dwsb]|\]\s*[+*{]|\$\s*\Z|\{\d+(,\d*)?\}")
"""Signs of a regular expression."""


def remedy_for(site: Site) -> str:
    """Return the remedy for an expression that does not parse."""
    if site.question is not None and _PATTERN.search(site.expression):
        return "Write a regular expression like /^[0-9]{4}$/.test(value)."
    for matches, remedy in _REMEDIES:
        if matches(site.expression):
            return remedy
    return "Correct the expression."
