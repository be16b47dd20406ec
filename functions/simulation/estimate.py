"""Estimates what simulated calls use before they run: each as if it took all its turns. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from flow_core.authored.nodes import Node
from flow_core.flow import Flow
from functions.flow_tests.authored import FlowTest
from functions.judging.judge import tokens_for
from functions.simulation.budget import Tokens, added, tokens_of

_MOVE = 40
"""Tokens of what a caller says in a turn."""
_REPLY = 50
"""Tokens of what a flow says in a turn."""
_ROLE = 450
"""Tokens of what a model is told about its part."""
_FLOW = 500
"""Tokens of what a node of a flow tells its model, with the form of the answer."""


def estimate(
    flow: Flow, tests: Iterable[tuple[FlowTest, int]], *, caller_model: str, judge_model: str, default_model: str
) -> dict[str, Tokens]:
    """Estimate the tokens of calls.

    Args:
        flow: The flow.
        tests: Each test with the number of its calls.
        caller_model: The model that plays the caller.
        judge_model: The model that judges.
        default_model: The model of a node that names none.

    Returns:
        Tokens by model. A flow with nodes that ask a model is taken to ask the dearest way: once in each turn.
    """
    asking = [node for node in flow.nodes if _asks(node)]
    uses: list[dict[str, Tokens]] = []
    for test, calls in tests:
        if test.simulate is None:
            continue
        turns = test.simulate.max_turns
        spoken = _MOVE + _REPLY
        before = spoken * (turns * (turns - 1) // 2)
        about = _ROLE + tokens_of(test.simulate.caller + test.simulate.goal)
        caller = Tokens(turns * about + before, turns * _MOVE)
        lines = test.simulate.judge
        judged = Tokens(_ROLE + sum(map(tokens_of, lines)) + turns * spoken, tokens_for(lines) // 2)
        uses += [{caller_model: caller}, {judge_model: judged}] * calls
        if any(node.id not in test.mocks for node in asking):
            model = next((_model(node) for node in asking if node.id not in test.mocks), None) or default_model
            uses += [{model: Tokens(turns * _FLOW + before, turns * _REPLY)}] * calls
    return added(uses)


def _asks(node: Node) -> bool:
    return node.type == "llm"


def _model(node: Node) -> str | None:
    return getattr(node.data, "model", None)
