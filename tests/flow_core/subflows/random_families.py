"""Random flows that call each other, three levels deep, and conversations through them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from hypothesis import strategies as st

from flow_core.authored.nodes import ToolNode
from flow_core.json import Json
from flow_core.step import Step
from flow_core.subflows.frames import current_node
from testing.flows import Document, call, frozen
from tests.flow_core.conversations import Conversation
from tests.flow_core.random_flows import VARIABLES, flows

Act: TypeAlias = Callable[[Conversation], Step]

_names = st.sampled_from(VARIABLES)
_expressions = st.sampled_from(["v0", "v1", "v2 + v0", "'text'", "throw", "overrun", "session.turn", "true"])
_values = st.dictionaries(_names, _expressions, max_size=2)
_said = st.sampled_from(
    ["yes", "no", "4", "no, 5", "okay", "a person", "pardon?", "hold on", "", "{{ v0 }}", "x" * 3000]
)


@st.composite
def families(draw: st.DrawFn) -> tuple[Document, Document]:
    """Draw a flow, and the inner flows that are frozen with it. Each of its nodes may call one of them."""
    last = draw(flows())
    middle = draw(_calling(["last"]))
    return draw(_calling(["middle", "last"])), frozen(middle=middle, last=last)


@st.composite
def _calling(draw: st.DrawFn, flow_ids: list[str]) -> Document:
    document = draw(flows())
    nodes = document["nodes"]
    assert isinstance(nodes, list)
    for index in draw(st.sets(st.integers(1, len(nodes) - 1), max_size=3)):
        node = nodes[index]
        assert isinstance(node, dict)
        given: Json = {**draw(_values)}
        out: Json = {**draw(_values)}
        nodes[index] = call(str(node["id"]), draw(st.sampled_from(flow_ids)), given, out=out)
    return document


@st.composite
def played(draw: st.DrawFn) -> Conversation:
    document, subflows = draw(families())
    talk = Conversation(document, subflows=subflows)
    talk.begin(caller_spoke=draw(st.booleans()), has_model=draw(st.booleans()))
    for _ in range(draw(st.integers(1, 20))):
        if talk.state.awaiting is not None:
            draw(_results)(talk)
        else:
            draw(_inputs)(talk)
    return talk


def answer(talk: Conversation, fails: bool = False, extracted: dict[str, Json] | None = None) -> Step:
    """Fold the result of the current effect; without an effect, a request without input."""
    if talk.state.awaiting is None:
        return talk.goes_on()
    if isinstance(current_node(talk.flow, talk.state), ToolNode):
        return talk.tool_fails() if fails else talk.answers(200, {"id": 7})
    return talk.model_fails() if fails else talk.replies("Well.", **(extracted or {}))


_of_effects: list[Act] = [
    answer,
    lambda talk: answer(talk, fails=True),
    lambda talk: answer(talk, extracted={"v0": "yes", "v1": 4}),
    lambda talk: answer(talk, extracted={"chosen-id": "a"}),
]
_results: st.SearchStrategy[Act] = st.sampled_from(_of_effects)
_inputs: st.SearchStrategy[Act] = st.one_of(
    _said.map(lambda words: lambda talk: talk.says(words)),
    st.sampled_from(["1#", "2", "*"]).map(lambda keys: lambda talk: talk.keys(keys)),
    st.just(lambda talk: talk.silent()),
    st.just(lambda talk: talk.goes_on()),
    st.just(lambda talk: talk.interrupts(talk.turn_id, "He")),
    st.just(lambda talk: talk.misses(("user", "hm"), ("assistant", "yes"))),
)
