"""Reads the steps that choose a way by a condition or by chance."""

from __future__ import annotations

from functions.flow_import.chain import Chain
from functions.flow_import.source import Source
from functions.flow_import.talk import Way, choose
from functions.flow_import.voiceflow.ports import Ports
from functions.flow_import.voiceflow.reading import Reading


def branch(reading: Reading, diagram_id: str, step: Source, data: Source, ports: Ports, chain: Chain) -> None:
    """Read a step that chooses a way by conditions."""
    ways: list[Way] = []
    for number, each in enumerate(data.objects("expressions") + data.objects("conditions")):
        label = each.text("name")
        port = ports.choice(number, each.text("id"))
        value = each.whole()
        formula = reading.words.logic(each, value) or reading.words.old_logic(each, value)
        if formula is None:
            reading.draft.lost(each, "the condition cannot be said, so its way is never taken")
        elif len(formula) > 4000:
            reading.draft.lost(each, "the condition is too long for an expression")
        elif port is None:
            reading.draft.lost(each, "the condition leads nowhere")
        else:
            ways.append(Way((diagram_id, port.text("target")), port, label, formula))
    otherwise = ports.named.get("else") or ports.named.get("no-match")
    for key in ("noMatch", "else"):
        failed = data.get(key)
        if failed is not None and isinstance(failed.value, dict):
            failed.ignore("type", "pathName", "types", "randomize", "reprompts")
    choose(chain, ways, step, None if otherwise is None else ((diagram_id, otherwise.text("target")), otherwise))
    if chain.first is None:
        chain.add("message", {"message": ""}, step)
        if otherwise is not None:
            chain.link((diagram_id, otherwise.text("target")), otherwise)


def random(diagram_id: str, step: Source, data: Source, ports: Ports, chain: Chain) -> None:
    """Read a step that chooses a way by chance."""
    targets = [port for port in ports.numbered if port is not None]
    data.ignore("paths", "noDuplicates", "namedPaths")
    ways = [
        Way((diagram_id, port.text("target")), port, f"Path {number + 1}", _chance(len(targets) - number))
        for number, port in enumerate(targets[:-1])
    ]
    last = targets[-1] if targets else None
    choose(chain, ways, step, None if last is None else ((diagram_id, last.text("target")), last))
    if chain.first is None:
        chain.add("message", {"message": ""}, step)
        if last is not None:
            chain.link((diagram_id, last.text("target")), last)


def _chance(ways: int) -> str:
    """Return the expression that is true once in a number of times."""
    return f"Math.random() < {1 / ways:.6f}"
