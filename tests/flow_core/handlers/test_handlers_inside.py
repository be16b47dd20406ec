"""Handlers of the flow that a subflow node runs, and subflow nodes in the flow of a handler."""

from __future__ import annotations

from testing.flows import Document, call, edge, flow, node
from tests.flow_core.nodes.test_subflow import outer, talks

HANDLES = flow(
    [
        node("start", message=""),
        node("elicitation", "ask", prompt="Your pin?", variable="pin"),
        node("message", "hours", message="We close at five."),
        node("end", "back", message="", outcome="resume"),
        node("end", "ok", message="Fine.", outcome="ok"),
        node("end", "stop", message="All right.", outcome="stopped"),
    ],
    [edge("start", "ask"), edge("ask", "ok"), edge("hours", "back")],
    handlers=[
        {"id": "hours", "phrases": ["when do you close"], "target": "hours", "resume": True},
        {"id": "stop", "phrases": ["stop it"], "target": "stop"},
    ],
)


def test_a_handler_of_the_inner_flow_comes_back_to_its_question() -> None:
    talk = talks(outer(), asks=HANDLES)
    talk.begin()
    talk.says("when do you close?")
    assert talk.spoken == ["We close at five.", "Your pin?"]
    assert talk.state.node_id == "who/ask"
    assert talk.state.frames
    assert talk.state.interrupted == ()
    talk.says("4711")
    assert talk.spoken == ["Fine.", "Stay out."]


def test_a_handler_of_the_inner_flow_may_end_it() -> None:
    document = outer()
    assert isinstance(document["edges"], list)
    talk = talks({**document, "edges": [*document["edges"], edge("who", "in", "stopped")]}, asks=HANDLES)
    talk.begin()
    talk.says("stop it")
    assert talk.spoken == ["All right.", "Come in."]


def test_the_flow_of_a_handler_may_call_another_and_comes_back_after_it() -> None:
    document: Document = {
        **flow(
            [
                node("start", message=""),
                node("elicitation", "open", prompt="Which book?", variable="book"),
                call("who", "asks"),
                node("end", "back", message="", outcome="resume"),
                node("end", "bye", message="Bye."),
            ],
            [edge("start", "open"), edge("open", "bye"), edge("who", "back")],
        ),
        "handlers": [{"id": "who", "phrases": ["my pin"], "target": "who", "resume": True}],
    }
    talk = talks(document, asks=HANDLES)
    talk.begin()
    talk.says("my pin")
    assert talk.spoken == ["Your pin?"]
    assert [each.node_id for each in talk.state.interrupted] == ["open"]
    talk.says("when do you close")
    assert talk.spoken == ["We close at five.", "Your pin?"]
    assert [each.node_id for each in talk.state.interrupted] == ["open"]
    # An end of the inner flow that comes back has nothing to come back to there: the question is of the outer flow.
    talk.says("stop it")
    assert talk.spoken == ["All right.", "Which book?"]
    assert (talk.state.node_id, talk.state.interrupted, talk.state.frames) == ("open", (), ())
    talk.says("Moby Dick")
    assert talk.spoken == ["Bye."]


def test_an_interrupted_question_of_a_flow_that_has_ended_is_forgotten() -> None:
    inner: Document = {
        **HANDLES,
        "edges": [edge("start", "ask"), edge("ask", "ok"), edge("hours", "ok")],
    }
    document = flow(
        [node("start"), call("who", "asks"), node("elicitation", "more", prompt="More?"), node("end")],
        [edge("start", "who"), edge("who", "more"), edge("more", "end")],
        onFailure="end",
    )
    talk = talks(document, asks=inner)
    talk.begin()
    talk.says("when do you close?")
    assert talk.spoken == ["We close at five.", "Fine.", "More?"]
    assert talk.state.interrupted == ()
