"""pydantic-graph: a class per node. The state is JSON between turns, because version 2 has no persistence."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import TypeAdapter
from pydantic_graph import BaseNode, End, GraphBuilder, GraphRunContext

from bench.rivals.contender import ASSISTANT, NAMES, USER, AsyncContender, conversation, decide


@dataclass
class _State:
    messages: list[dict[str, str]] = field(default_factory=list)
    said: str = ""


_JSON = TypeAdapter(_State)


@dataclass
class _Ask(BaseNode[_State, None, None]):
    async def run(self, context: GraphRunContext[_State]) -> _Decision1 | End[None]:
        context.state.messages.append(dict(USER))
        context.state.said = USER["content"]
        return _Decision1()


@dataclass
class _Decision1(BaseNode[_State, None, None]):
    async def run(self, context: GraphRunContext[_State]) -> _Decision2 | End[None]:
        return _Decision2() if decide(context.state.said) else End(None)


@dataclass
class _Decision2(BaseNode[_State, None, None]):
    async def run(self, context: GraphRunContext[_State]) -> _Decision3 | End[None]:
        return _Decision3() if decide(context.state.said) else End(None)


@dataclass
class _Decision3(BaseNode[_State, None, None]):
    async def run(self, context: GraphRunContext[_State]) -> _Decision4 | End[None]:
        return _Decision4() if decide(context.state.said) else End(None)


@dataclass
class _Decision4(BaseNode[_State, None, None]):
    async def run(self, context: GraphRunContext[_State]) -> _Decision5 | End[None]:
        return _Decision5() if decide(context.state.said) else End(None)


@dataclass
class _Decision5(BaseNode[_State, None, None]):
    async def run(self, context: GraphRunContext[_State]) -> _Decision6 | End[None]:
        return _Decision6() if decide(context.state.said) else End(None)


@dataclass
class _Decision6(BaseNode[_State, None, None]):
    async def run(self, context: GraphRunContext[_State]) -> End[None]:
        if decide(context.state.said):
            context.state.messages.append(dict(ASSISTANT))
        return End(None)


def _graph() -> object:
    builder = GraphBuilder(name="seven_nodes", state_type=_State, input_type=_Ask, output_type=type(None))
    builder.add(
        builder.edge_from(builder.start_node).to(_Ask),
        *(
            builder.node(node)
            for node in (_Ask, _Decision1, _Decision2, _Decision3, _Decision4, _Decision5, _Decision6)
        ),
    )
    return builder.build()


class PydanticGraph(AsyncContender):
    name = "pydantic-graph, JSON"
    storage = "pydantic reads and writes JSON."

    def __init__(self) -> None:
        super().__init__()
        self._graph = _graph()
        assert len(NAMES) == 6

    def stored(self, turn: int) -> bytes:
        return _JSON.dump_json(_State(conversation(turn - 1)))

    async def turn_on_loop(self, stored: bytes) -> bytes:
        state = _JSON.validate_json(stored)
        await self._graph.run(state=state, inputs=_Ask())
        return _JSON.dump_json(state)

    def messages(self, left: bytes) -> int:
        return len(_JSON.validate_json(left).messages)
