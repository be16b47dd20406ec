"""Reads conversations: a model that talks until a way is taken."""

from __future__ import annotations

from functions.flow_import.chain import Chain
from functions.flow_import.models.settings import settings_of
from functions.flow_import.source import Source
from functions.flow_import.talk import converse, discuss
from functions.flow_import.texts import joined
from functions.flow_import.vapi.model_tools import model_tools
from functions.flow_import.vapi.reader import Reader


def conversation(reader: Reader, chain: Chain, node: Source, *, begins: bool) -> None:
    """Read a conversation. `begins`: whether every call begins with it."""
    draft = reader.draft
    inner = node.object("assistant") or node
    plan = inner.object("messagePlan")
    first = reader.texts.pieces((plan.text("firstMessage") if plan is not None else "") or inner.text("firstMessage"))
    prompt = reader.texts.pieces(inner.text("prompt") or _system_message(reader, inner))
    extract = reader.texts.extract(inner.object("variableExtractionPlan"))
    tools, further = model_tools(reader, node, inner)
    ways = [*reader.ways.of(node), *further]
    if not prompt and first and not extract and not tools:
        # It says one text and listens: no model has to speak.
        discuss(chain, ways, node, "", draft.template(first))
        return
    if first and begins:
        draft.greeting = first
    elif first:
        prompt = joined(prompt, ("Begin with these words: ", *first))
    talk = converse(chain, joined(reader.prompt, prompt), ways, node, extract)
    if tools:
        draft.nodes[talk].data["tools"] = tools
    _model(reader, inner, chain)


def _model(reader: Reader, node: Source, chain: Chain) -> None:
    model = node.object("model")
    if model is None or chain.first is None:
        return
    reader.draft.nodes[chain.first].data.update(settings_of(model))
    name = model.text("model")
    if name:
        reader.draft.changed(
            model, f'the model "{name}" is not taken over; the deployment\'s model speaks', chain.first
        )
    model.ignore("provider")


def _system_message(reader: Reader, node: Source) -> str:
    model = node.object("model")
    if model is None:
        return ""
    messages = [message.text("content") for message in model.objects("messages") if message.text("role") == "system"]
    return "\n\n".join(message for message in [model.text("systemMessage"), *messages] if message)
