"""What one question to a language model holds of a flow has a limit, and every question of a checked flow keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.check.model_questions import MAX_CONDITIONS, MAX_TOOLS, MAX_WORDS
from flow_core.effects import AskModel
from flow_core.flow import MAX_HANDLERS
from flow_core.json import Json
from testing.flows import Document, call, edge, flow, frozen, line, node
from tests.flow_core.check.checking import checked, codes, the_problem
from tests.flow_core.check.inner import looked_up
from tests.flow_core.conversations import Conversation


def handlers(number: int, letters: int, prefix: str = "h", target: str = "end") -> list[Json]:
    """Handlers with so many letters each. Their ids have two characters, up to a hundred."""
    return [{"id": f"{prefix}{index}", "when": "w" * letters, "target": target} for index in range(number)]


def conditions(number: int, letters: int) -> list[Json]:
    return [{"id": f"c{index}", "when": "w" * letters} for index in range(number)]


def asks(*, words: list[Json]) -> Document:
    return line(node("elicitation", "ask", valueType="integer"), handlers=words)


def decides(*, words: list[Json]) -> Document:
    return line(node("elicitation", "ask"), node("decision", "mood", conditions=words))


def tool(letters: int, name: str = "find") -> Document:
    return {"name": name, "description": "d", "parameters": sized(letters), "request": {"url": "https://a.example"}}


def sized(letters: int) -> Document:
    """A schema with so many characters, 40 at least."""
    schema: Document = {"type": "object", "description": ""}
    return {**schema, "description": "x" * (letters - len(json.dumps(schema)))}


def test_handlers_in_words_may_be_as_long_as_the_limit_together_and_no_longer() -> None:
    ten = MAX_WORDS // 24 - len('- "h0": \n')
    within = handlers(10, ten) + handlers(10, ten, "i") + handlers(4, ten, "j")
    assert codes(asks(words=within)) == []
    longer: list[Json] = [{"id": "h0", "when": "w" * (ten + 1), "target": "end"}, *within[1:]]
    problem = the_problem(asks(words=longer))
    assert (problem.code, problem.path, problem.severity) == ("too-many-words-for-the-model", ("handlers",), "error")
    assert problem.text.startswith("its handlers in words have 24,001 characters with their ids")
    assert problem.remedy == "Shorten them, or take some away."


def test_conditions_of_a_decision_have_the_same_limit() -> None:
    problem = the_problem(decides(words=conditions(30, 900)))
    assert (problem.code, problem.node_id) == ("too-many-words-for-the-model", "mood")
    assert problem.path[2:] == ("data", "conditions")
    assert problem.text.startswith("its conditions in words have")
    assert codes(decides(words=conditions(30, 700))) == []


def test_phrases_and_expressions_count_nothing() -> None:
    phrases: list[Json] = [
        {"id": f"p{index}", "phrases": [f"{'really ' * 25}{index}"], "target": "end"} for index in range(190)
    ]
    assert "too-many-words-for-the-model" not in codes(asks(words=phrases))


def test_tools_of_a_model_have_a_limit_together() -> None:
    whole = MAX_TOOLS // 4 - len("finda") - len("d")
    tools: list[Json] = [tool(whole, f"find{letter}") for letter in "abcd"]
    assert codes(line(node("llm", "talk", tools=tools))) == []
    problem = the_problem(line(node("llm", "talk", tools=[*tools[:3], tool(whole + 1, "findd")])))
    assert (problem.code, problem.node_id) == ("too-many-words-for-the-model", "talk")
    assert problem.path[2:] == ("data", "tools")
    assert "64,001 characters" in problem.text


def test_handlers_of_flows_within_each_other_are_one_question() -> None:
    inner = asks(words=handlers(10, 900))
    middle = line(call("deep", "inner"), handlers=handlers(10, 900, "m"))
    assert "too-many-words-for-the-model" not in looked_up.codes(middle, inner=inner)
    outer = line(call("login", "middle"), handlers=handlers(10, 900, "o"))
    problem = looked_up.the_problem(outer, inner=inner, middle=middle)
    assert (problem.code, problem.node_id) == ("too-many-words-for-the-model", "login")
    assert problem.path[2:] == ("data", "flowId")
    assert 'of this flow and of the flows within it, by way of "middle", have 27,' in problem.text


def test_a_question_has_no_more_conditions_than_a_model_takes_in_an_enum() -> None:
    inner = asks(words=handlers(MAX_HANDLERS, 10))
    outer = line(call("login", "inner"), handlers=handlers(1, 10, "o"))
    problem = looked_up.the_problem(outer, inner=inner)
    assert (problem.code, problem.remedy) == ("too-many-conditions-in-words", "Join some, or take some away.")
    assert "are 201, and one question" in problem.text
    assert looked_up.codes(line(call("login", "inner")), inner=inner) == []


def test_handlers_that_are_too_long_alone_are_told_once() -> None:
    inner = asks(words=handlers(1, 10))
    outer = line(call("login", "inner"), handlers=handlers(30, 900, "o"))
    assert looked_up.codes(outer, inner=inner) == ["too-many-words-for-the-model"]


# Any flow


_WORDS = st.tuples(st.integers(0, 120), st.integers(1, 1_000))


@st.composite
def _flows(draw: st.DrawFn) -> tuple[Document, Document]:
    """An inner flow and a flow around it, whose words and tools lie about the limits."""
    tools = [tool(draw(st.integers(40, 40_000)), f"t{index}") for index in range(draw(st.integers(0, 5)))]
    kind = draw(st.sampled_from(["elicitation", "form", "llm", "decision"]))
    if kind == "decision":
        number, letters = draw(_WORDS)
        chosen = conditions(min(max(number, 1), 100), letters)
        nodes = [node("elicitation", "ask"), node("decision", "mood", conditions=chosen)]
    elif kind == "llm":
        nodes = [node("llm", "ask", until="false", tools=[*tools])]
    else:
        nodes = [node(kind, "ask")]
    inner = line(*nodes, handlers=handlers(*draw(_WORDS), "i"))
    outer = flow(
        [node("start"), call("login", "inner"), node("end")],
        [edge("start", "login"), edge("login", "end")],
        onFailure="end",
        handlers=handlers(*draw(_WORDS), "o"),
    )
    return inner, outer


def _questions(talk: Conversation) -> Iterator[AskModel]:
    """Let the caller speak as often as a flow of these asks, and yield each question to the model."""
    talk.begin(has_model=True)
    for _ in range(3):
        if talk.state.status.ended:
            return
        if talk.state.awaiting is None:
            talk.says("where is my order")
        if talk.state.awaiting is not None:
            yield talk.question()
            talk.replies("")


def test_the_flows_below_ask_the_model() -> None:
    inner = asks(words=handlers(2, 10, "i"))
    outer = line(call("login", "inner"), handlers=handlers(1, 10, "o"))
    (question, *_) = _questions(Conversation(outer, subflows=frozen(inner=inner)))
    assert question.extract["chosen-id"]["enum"] == ["i0", "i1", "o0", "none"]


@settings(deadline=None, max_examples=150)
@given(_flows())
def test_every_question_of_a_flow_without_errors_is_within_the_limits(flows: tuple[Document, Document]) -> None:
    inner, outer = flows
    if checked(inner).errors or looked_up.checked(outer, inner=inner).errors:
        return
    asked = list(_questions(Conversation(outer, subflows=frozen(inner=inner))))
    for question in asked:
        offered = question.extract.get("chosen-id", {}).get("enum", [])
        assert isinstance(offered, list)
        assert len(offered) <= MAX_CONDITIONS + 1
        lines = [each for each in question.instructions.splitlines() if each.startswith('- "')]
        assert sum(len(each) + 1 for each in lines) <= MAX_WORDS
        sent = (f"{each.name}{each.description}{json.dumps(dict(each.parameters))}" for each in question.tools)
        assert sum(map(len, sent)) <= MAX_TOOLS
