"""Finds variables that an author wrote in one pair of braces, as other systems want it: `{name}`, `${name}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from flow_core.check.meaning.sites import texts_of
from flow_core.check.problem import Problem, field_name
from flow_core.check.shape import Parts
from flow_core.text import templates

_ONE_BRACE = re.compile(r"\$?\{\s*(([A-Za-z_$][\w$]*)(?:\.[\w$]+)*)\s*\}")


def brace_problems(parts: Parts, known: Set[str]) -> Iterator[Problem]:
    """Find the first such variable of each text.

    Args:
        parts: The document.
        known: The names that expressions can read. Other words in braces are words.
    """
    for part in parts.nodes:
        for path, text in texts_of(part.node) if part.node is not None else ():
            found = next((match for match in _written_in(text) if match[2] in known), None)
            if found is not None:
                reason = f"{field_name(path)} has {found[0]}, which stays as it is: only {{{{ and }}}} make a hole."
                yield part.place.warning("hole-with-one-brace", reason, f"Write {{{{ {found[1]} }}}}.", path)


def _written_in(text: str) -> Iterator[re.Match[str]]:
    template = templates.parse(text) if "{" in text else ()
    if not isinstance(template, templates.Unclosed):
        for piece in template:
            if isinstance(piece, str):
                yield from _ONE_BRACE.finditer(piece)
