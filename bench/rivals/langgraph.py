"""LangGraph: a StateGraph with a conditional edge from each decision, invoked once per turn with the thread's id."""

from __future__ import annotations

import operator
import sqlite3
import tempfile
from itertools import count
from pathlib import Path
from typing import Annotated, Any, TypedDict

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, StateGraph

from bench.rivals.contender import ASSISTANT, NAMES, USER, Contender, conversation, decide


class _State(TypedDict):
    # operator.add on plain dicts costs less than add_messages on message objects, the more usual choice.
    messages: Annotated[list[dict[str, str]], operator.add]
    said: str


def _hear(state: _State) -> dict[str, Any]:
    return {"said": state["messages"][-1]["content"]}


def _pass(state: _State) -> None:
    return None


def _answer(state: _State) -> dict[str, Any]:
    return {"messages": [ASSISTANT]}


def _graph(saver: Any) -> Any:
    builder = StateGraph(_State)
    builder.add_node("ask", _hear)
    for name in NAMES:
        builder.add_node(name, _answer if name == NAMES[-1] else _pass)
    builder.add_edge(START, "ask")
    builder.add_edge("ask", NAMES[0])
    for source, target in zip(NAMES, [*NAMES[1:], END], strict=True):
        builder.add_conditional_edges(source, lambda state: decide(state["said"]), {True: target, False: END})
    return builder.compile(checkpointer=saver)


class LangGraph(Contender):
    name = "LangGraph, without saving"
    storage = "No checkpointer: the state stays in memory, and each turn gets it as its input."
    saves = False

    def __init__(self) -> None:
        self._graph = _graph(None)

    def stored(self, turn: int) -> dict[str, Any]:
        return {"messages": conversation(turn - 1), "said": ""}

    def turn(self, stored: dict[str, Any]) -> Any:
        return self._graph.invoke({**stored, "messages": [*stored["messages"], USER]})

    def messages(self, left: Any) -> int:
        return len(left["messages"])


class _Saved(Contender):
    _durability = "async"
    """LangGraph's default."""

    def __init__(self, saver: Any) -> None:
        self._saver = saver
        self._graph = _graph(saver)
        self._threads = count()

    def stored(self, turn: int) -> dict[str, Any]:
        """Make a separate thread whose last checkpoint has the earlier conversation."""
        config = {"configurable": {"thread_id": str(next(self._threads))}}
        self._graph.update_state(config, {"messages": conversation(turn - 1), "said": ""}, as_node=NAMES[-1])
        return config

    def turn(self, stored: dict[str, Any]) -> Any:
        return self._graph.invoke({"messages": [USER]}, stored, durability=self._durability)

    def messages(self, left: Any) -> int:
        return len(left["messages"])

    def forget(self, stored: dict[str, Any]) -> None:
        self._saver.delete_thread(stored["configurable"]["thread_id"])


class InMemory(_Saved):
    name = "LangGraph, in memory"
    storage = "InMemorySaver, one checkpoint per node (the default)."

    def __init__(self) -> None:
        super().__init__(InMemorySaver())


class Sqlite(_Saved):
    name = "LangGraph, SQLite"
    storage = "SqliteSaver with a file, one checkpoint per node (the default)."

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "checkpoints.sqlite"
        super().__init__(SqliteSaver(sqlite3.connect(path, check_same_thread=False)))


class SqliteOnce(Sqlite):
    name = "LangGraph, SQLite, saved once a turn"
    storage = "SqliteSaver with durability=exit, one checkpoint per turn."
    _durability = "exit"
