"""Finds JSON that an author wrote as the text of a request's body. It renders no body."""

from __future__ import annotations

import re

from flow_core.authored.tools import RequestTemplate
from flow_core.check.problem import Path, Place, Problem
from flow_core.text import templates

_LOOKS_LIKE_JSON = re.compile(r"""\{\s*(?:["']|\}|[A-Za-z_]\w*\s*:(?:\s|$))|\[\s*(?:["'{\[\]]|-?\d)""")
"""The beginning of an object or a list, also with the mistakes that JSON does not allow: names without quotes, and
single quotes."""


def json_text_problem(request: RequestTemplate, place: Place, path: Path) -> Problem | None:
    """Return the problem of a body that is JSON as text; None for any other body."""
    if not isinstance(request.body, str):
        return None
    template = templates.parse(request.body)
    if isinstance(template, templates.Unclosed) or not template or not isinstance(template[0], str):
        return None
    beginning = template[0].strip()
    # A hole may be the first value of a list or the first name of an object.
    if not _LOOKS_LIKE_JSON.match(beginning) and not (beginning in ("{", "[") and len(template) > 1):
        return None
    text = (
        '"request.body" is JSON written as text. A value in it loses its type, and one wrong comma makes it plain text.'
    )
    remedy = 'Write it as an object: "body": {"name": "{{ name }}"}. A text of one hole keeps the type of its value.'
    return place.warning("json-as-text", text, remedy, path)
