"""Burr: each turn builds the application from its persisted state, as Burr's guide for web servers shows."""

from __future__ import annotations

from itertools import count
from typing import Any

from burr.core import ApplicationBuilder, GraphBuilder, Result, State, action, default, expr
from burr.core.persistence import InMemoryPersister

from bench.rivals.contender import ASSISTANT, NAMES, USER, Contender, conversation, decide


@action(reads=["messages"], writes=["messages", "said"])
def ask(state: State, text: str) -> State:
    return state.append(messages={"role": "user", "content": text}).update(said=text)


@action(reads=["said"], writes=["yes"])
def choose(state: State) -> State:
    return state.update(yes=decide(state["said"]))


@action(reads=["said"], writes=["messages", "yes"])
def choose_and_answer(state: State) -> State:
    return state.append(messages=ASSISTANT).update(yes=decide(state["said"]))


def _graph() -> Any:
    last = NAMES[-1]
    nodes = {name: choose_and_answer if name == last else choose for name in NAMES}
    edges = [("ask", NAMES[0])]
    for source, target in zip(NAMES, [*NAMES[1:], "ask"], strict=True):
        edges += [(source, target, expr("yes")), (source, "stop", default)]
    return GraphBuilder().with_actions(ask=ask, stop=Result("messages"), **nodes).with_transitions(*edges).build()


class Burr(Contender):
    name = "Burr, in memory"
    storage = "InMemoryPersister saves after each action, as with_state_persister does. No tracker."

    def __init__(self) -> None:
        self._graph = _graph()
        self._persister = InMemoryPersister()
        self._ids = count()

    def stored(self, turn: int) -> str:
        app_id = str(next(self._ids))
        state = State({"messages": conversation(turn - 1), "said": "", "yes": True})
        self._persister.save(None, app_id, 7 * turn, NAMES[-1], state, "completed")
        return app_id

    def turn(self, stored: str) -> State:
        application = (
            ApplicationBuilder()
            .with_graph(self._graph)
            .with_identifiers(app_id=stored)
            .initialize_from(
                self._persister, resume_at_next_action=True, default_state={"messages": []}, default_entrypoint="ask"
            )
            .with_state_persister(self._persister)
            .build()
        )
        _, _, state = application.run(halt_after=[NAMES[-1]], inputs={"text": USER["content"]})
        return state

    def messages(self, left: State) -> int:
        return len(left["messages"])
