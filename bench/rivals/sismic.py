"""sismic: the interpreter stays in memory, because sismic cannot continue from a stored configuration."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sismic.interpreter import Interpreter
from sismic.io import import_from_yaml

from bench.rivals.contender import ASSISTANT, NAMES, USER, Contender, conversation, decide

_DECISION = """
      - name: {name}
        transitions:
          - target: {target}
            guard: decide(said)"""
_DECISIONS = "".join(_DECISION.format(name=name, target=target) for name, target in pairwise([*NAMES, "ask"]))
_CHART = f"""
statechart:
  name: seven nodes
  root state:
    name: root
    initial: ask
    states:
      - name: ask
        transitions:
          - target: {NAMES[0]}
            event: heard
            action: |
              said = event.text
              messages.append({{"role": "user", "content": said}}){_DECISIONS}
            action: messages.append(dict(answer))
"""


class Sismic(Contender):
    name = "sismic, in memory"
    storage = "Nothing is saved or loaded. The interpreter stays in memory."
    saves = False

    def __init__(self) -> None:
        self._chart = import_from_yaml(_CHART)

    def stored(self, turn: int) -> Any:
        context = {"messages": conversation(turn - 1), "said": "", "decide": decide, "answer": ASSISTANT}
        interpreter = Interpreter(self._chart, initial_context=context)
        interpreter.execute()
        # The first turn compiles the code of the chart, so it runs before the timed one.
        self.turn(interpreter)
        del interpreter.context["messages"][-2:]
        return interpreter

    def turn(self, stored: Any) -> Any:
        stored.queue("heard", text=USER["content"]).execute()
        return stored

    def messages(self, left: Any) -> int:
        return len(left.context["messages"])
