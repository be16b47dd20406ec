"""How a conversation is said in a flow: a model that talks until it knows where to go, and the choice of a way."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.draft import Draft
from functions.flow_import.expressions import quoted
from functions.flow_import.source import Source
from functions.flow_import.texts import Pieces, joined

NEXT = "nextStep"
"""The variable in which a model says which way the conversation goes on."""
HEARD = "heard"
"""The variable with the last words of the caller."""
MAX_WAYS = 100
"""Conditions of a decision."""
_HINT = "Set {} as soon as one of its values is the case, and leave it null until then."


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a step."""

    key: Hashable
    """Where it leads."""
    at: Source
    words: str = ""
    """When it is taken, in words for a model."""
    expression: str = ""
    """When it is taken, in JavaScript. It comes before words."""

    @property
    def always(self) -> bool:
        """Whether it has no condition."""
        return not self.words.strip() and not self.expression


def converse(
    chain: Chain, instructions: Pieces, ways: Sequence[Way], at: Source, extract: dict[str, Json] | None = None
) -> str:
    """Add an llm that talks with the caller until one of the ways is taken, and the choice of the way.

    Args:
        chain: The chain that it continues.
        instructions: What the model should do.
        ways: The ways. Those without a condition are taken once the step is done.
        at: The origin.
        extract: Variable -> JSON schema: what the model finds out.

    Returns:
        The id of the llm.
    """
    ways = _at_most(chain, ways)
    spoken = [(f"way{number}", way) for number, way in enumerate(ways, 1) if not way.expression]
    schemas: dict[str, Json] = dict(extract or {})
    variable = ""
    if spoken:
        variable = _next_variable(chain)
        listed = "\n".join(f"- {name}: {way.words.strip() or 'this step is done'}" for name, way in spoken)
        names: list[Json] = [name for name, _ in spoken]
        description = "null while none of these is the case; else the first that is:\n" + listed
        schemas[variable] = {"type": ["string", "null"], "enum": [*names, None], "description": description}
    until = [f"({way.expression})" for way in ways if way.expression]
    if spoken:
        until.insert(0, f"{variable} !== null")
    data: dict[str, Json] = {
        "instructions": chain.draft.template(joined(instructions, (_HINT.format(variable),) if spoken else ()))
        or "Answer the caller.",
        "until": " || ".join(until) or "false",
    }
    if spoken or extract:
        data["extract"] = schemas if spoken else dict(extract or {})
    node_id = chain.add("llm", data, at, part="talk")
    if not ways:
        chain.draft.changed(at, "nothing leads on from here, so the talk ends after 20 replies", node_id)
        return node_id
    if len(ways) == 1:
        if variable:
            data["assign"] = {variable: "null"}
        chain.link(ways[0].key, ways[0].at)
        return node_id
    conditions: list[Json] = []
    numbered = list(enumerate(ways, 1))
    numbered.sort(key=lambda item: not item[1].expression)
    for number, way in numbered[:-1]:
        expression = way.expression or f"{variable} === {quoted(f'way{number}')}"
        conditions.append(_condition(chain.draft, f"way{number}", way, expression))
    decision: dict[str, Json] = {"conditions": conditions}
    if variable:
        decision["assign"] = {variable: "null"}
    decision_id = chain.add("decision", decision, at, part="next")
    for number, way in numbered[:-1]:
        chain.draft.link(decision_id, f"way{number}", way.key, way.at)
    last = numbered[-1][1]
    chain.draft.link(decision_id, "default", last.key, last.at)
    return node_id


def discuss(chain: Chain, ways: Sequence[Way], at: Source, again: str, prompt: str = "") -> None:
    """Listen to the caller, and then choose a way. If none is taken, the talk goes on.

    Args:
        chain: The chain that it continues. Its last node has just spoken.
        ways: The ways.
        at: The origin.
        again: The node with which the talk goes on; "" to ask again.
        prompt: The words that are said before it listens.
    """
    heard = chain.draft.names.own(HEARD, {"type": "string", "description": "what the caller said last"})
    listen = chain.add("elicitation", {"prompt": prompt, "variable": heard}, at, part="listen")
    if again == "":
        again = listen
    always = next((way for way in ways if way.always), None)
    if not ways:
        chain.draft.edge(listen, "default", again)
        return
    choose(chain, ways, at, None)
    if always is None and chain.last is not None:
        chain.draft.edge(chain.last, "default", again)


def choose(chain: Chain, ways: Sequence[Way], at: Source, otherwise: tuple[Hashable, Source] | None) -> None:
    """Add the choice of a way without a talk: expressions, or words that a model compares with what was said.

    Args:
        chain: The chain that it continues.
        ways: The ways. The first without a condition is the one for all other cases.
        at: The origin.
        otherwise: Where to go if none is taken.
    """
    ways = _at_most(chain, ways)
    always = next((way for way in ways if way.always), None)
    if always is not None and otherwise is None:
        otherwise = (always.key, always.at)
    conditional = [way for way in ways if not way.always]
    if not conditional:
        if otherwise is not None:
            chain.link(*otherwise)
        return
    conditional.sort(key=lambda way: not way.expression)
    conditions: list[Json] = [
        _condition(chain.draft, f"way{number}", way, way.expression) for number, way in enumerate(conditional, 1)
    ]
    decision_id = chain.add("decision", {"conditions": conditions}, at, part="next")
    for number, way in enumerate(conditional, 1):
        chain.draft.link(decision_id, f"way{number}", way.key, way.at)
    if otherwise is not None:
        chain.draft.link(decision_id, "default", *otherwise)


def _condition(draft: Draft, name: str, way: Way, expression: str) -> dict[str, Json]:
    condition: dict[str, Json] = {"id": name}
    if expression:
        condition["expression"] = expression
    else:
        condition["when"] = draft.when(way.words, way.at)
    if way.words.strip():
        condition["label"] = way.words.strip()[:200]
    return condition


def _at_most(chain: Chain, ways: Sequence[Way]) -> Sequence[Way]:
    for way in ways[MAX_WAYS:]:
        chain.draft.lost(way.at, f"a step has at most {MAX_WAYS} ways; this one is not taken")
    return ways[:MAX_WAYS]


def _next_variable(chain: Chain) -> str:
    return chain.draft.names.own(NEXT, {"type": "string"})
