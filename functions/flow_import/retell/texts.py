"""Texts, conditions and schemas of Retell."""

from __future__ import annotations

import re

from flow_core.json import Json
from functions.flow_import.draft import Draft
from functions.flow_import.expressions import quoted
from functions.flow_import.source import Source
from functions.flow_import.texts import Pieces, split

_HOLE = re.compile(r"\{\{\s*([^{}]{1,200}?)\s*\}\}")
_BUILT_IN = {
    "user_number": "session.callerNumber",
    "agent_number": "session.calledNumber",
    "call_id": "session.id",
    "session_id": "session.id",
    "call_type": "session.channel",
    "current_time": "session.startedAt",
}
"""Variables that every call has -> expressions."""
_NUMBERS = {">": ">", ">=": ">=", "<": "<", "<=": "<="}


def variable(draft: Draft, name: str) -> str:
    """Return the expression of a dynamic variable."""
    name = _HOLE.sub(r"\1", name).strip()
    if name in _BUILT_IN:
        return _BUILT_IN[name]
    if name.startswith("current_time"):
        # current_time_America/Los_Angeles: the same moment in a zone.
        return "session.startedAt"
    return draft.names.of(name)


def pieces(draft: Draft, text: str) -> Pieces:
    """Read a text with `{{variable}}`."""
    return tuple(split(text, _HOLE, lambda match: variable(draft, match.group(1))))


def equation(draft: Draft, condition: Source) -> str | None:
    """Translate a condition of equations.

    Args:
        draft: The flow.
        condition: `{type: equation, equations: [{left, operator, right}], operator}`.

    Returns:
        JavaScript; None if it has no equation that can be said.
    """
    terms: list[str] = []
    for each in condition.objects("equations"):
        left = variable(draft, each.text("left") or each.text("left_operand"))
        operator = each.text("operator")
        right = each.text("right") or each.text("right_operand")
        other = f'String({variable(draft, right)} ?? "")' if _HOLE.fullmatch(right.strip()) else quoted(right)
        said = f'String({left} ?? "")'
        match operator:
            case "==":
                terms.append(f"{said} === {other}")
            case "!=":
                terms.append(f"{said} !== {other}")
            case "contains":
                terms.append(f"{said}.includes({other})")
            case "not_contains":
                terms.append(f"!{said}.includes({other})")
            case "exists":
                terms.append(f'{said} !== ""')
            case "not_exist" | "not_exists":
                terms.append(f'{said} === ""')
            case _ if operator in _NUMBERS:
                terms.append(f"Number({left}) {_NUMBERS[operator]} Number({other})")
            case _:
                draft.lost(each, f'the operator "{operator}" is not known')
                return None
    glue = " && " if condition.text("operator") == "&&" else " || "
    return glue.join(terms) or None


def schema(source: Source) -> Json:
    """Return the JSON schema of a value that a model finds out."""
    kind = source.text("type", "string")
    described: dict[str, Json] = {}
    words = [source.text("description"), source.text("conditional_prompt")]
    examples = [example.as_text() for example in source.items("examples")]
    if examples:
        words.append(f"Examples: {', '.join(examples)}")
    text = " ".join(word for word in words if word)
    if text:
        described["description"] = text[:2000]
    source.ignore("required")
    match kind:
        case "enum":
            choices: list[Json] = [choice.as_text() for choice in source.items("choices")]
            return {"type": ["string", "null"], "enum": [*choices, None], **described}
        case "boolean":
            return {"type": ["boolean", "null"], **described}
        case "number":
            return {"type": ["number", "null"], **described}
        case _:
            return {"type": ["string", "null"], **described}
