"""pipecat.flows: transitions only.

No pipeline runs. A fake of its worker takes the frames and applies them to the context's messages.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from loguru import logger
from pipecat.flows import FlowManager, NodeConfig
from pipecat.frames.frames import LLMMessagesAppendFrame
from pipecat.processors.aggregators.llm_context import LLMContext

from bench.rivals.contender import ASSISTANT, NAMES, USER, AsyncContender, conversation, decide

logger.remove()  # it writes every transition to standard error by default


class _Worker:
    def __init__(self, context: LLMContext) -> None:
        self._context = context

    def set_reached_downstream_filter(self, types: Any) -> None: ...

    def add_reached_downstream_filter(self, types: Any) -> None: ...

    def event_handler(self, name: str) -> Any:
        return lambda handler: handler

    async def queue_frames(self, frames: list[Any]) -> None:
        for frame in frames:
            if isinstance(frame, LLMMessagesAppendFrame):
                self._context.add_messages(frame.messages)


class _Model:
    def register_function(self, *given: Any, **named: Any) -> None: ...


def _node(name: str, messages: list[dict[str, str]]) -> NodeConfig:
    return NodeConfig(name=name, task_messages=messages, functions=[], respond_immediately=False)


class PipecatFlows(AsyncContender):
    name = "pipecat.flows, transitions only"
    storage = (
        "Nothing is saved or loaded, no frame passes a pipeline, no model is asked. A turn is seven changes to nodes "
        "without functions."
    )
    saves = False

    def stored(self, turn: int) -> Any:
        context = LLMContext(messages=conversation(turn - 1))
        aggregators = SimpleNamespace(user=lambda: SimpleNamespace(_context=context, context=context))
        manager = FlowManager(llm=_Model(), context_aggregator=aggregators, worker=_Worker(context))
        self.loop.run_until_complete(manager.initialize())
        return manager, context

    async def turn_on_loop(self, stored: Any) -> LLMContext:
        manager, context = stored
        context.add_message(dict(USER))
        manager.state["said"] = USER["content"]
        for name in NAMES:
            if not decide(manager.state["said"]):
                break
            await manager.set_node_from_config(_node(name, []))
        await manager.set_node_from_config(_node("ask", [dict(ASSISTANT)]))
        return context

    def messages(self, left: LLMContext) -> int:
        return len(left.messages)
