"""llm: a language model speaks, once or until a condition holds. It moves only the variables of `extract`."""

from __future__ import annotations

from dataclasses import replace

from flow_core.effects import AskModel
from flow_core.events import CallerStayedSilent, ModelFailed, ModelReplied
from flow_core.flow import DEFAULT_NO_INPUT_SECONDS, LlmNode
from flow_core.prompts import conversation
from flow_core.scene import Ask, Leave, Outcome, Scene, Wait
from flow_core.state import Listen

_LISTEN = Wait(Listen(DEFAULT_NO_INPUT_SECONDS))


def enter(node: LlmNode, scene: Scene) -> Outcome:
    if node.data.until is not None and _caller_is_next(node, scene):
        return _LISTEN
    return ask(node, scene)


def _caller_is_next(node: LlmNode, scene: Scene) -> bool:
    """A conversation is opened by the model, unless the caller speaks next or has just been greeted."""
    greeted = bool(scene.response) and not scene.heard
    return scene.caller_follows or greeted or node.id in scene.asked


def ask(node: LlmNode, scene: Scene) -> Outcome:
    data = node.data
    scene.asked = (*scene.asked, node.id)
    return Ask(
        AskModel(
            id=scene.effect_id,
            node_id=node.id,
            instructions=scene.render(data.instructions, "instructions"),
            messages=conversation(scene.messages, silent=isinstance(scene.event, CallerStayedSilent)),
            model=data.model,
            temperature=data.temperature,
            max_tokens=data.max_tokens,
            extract=data.extract,
            speak=data.speak,
            timeout_seconds=data.timeout_seconds,
        )
    )


def hear(node: LlmNode, scene: Scene) -> Outcome:
    """The caller said or keyed something, or stayed silent: all of it is the model's to answer."""
    return ask(node, scene)


def receive(node: LlmNode, scene: Scene, answer: ModelReplied | ModelFailed) -> Outcome:
    data = node.data
    if isinstance(answer, ModelFailed):
        return _fall_back(node, scene)
    for name, value in answer.extracted.items():
        if name in data.extract:
            scene.keep(name, value, f"extract.{name}")
    wordless = data.speak and not answer.text.strip()
    if data.speak:
        scene.say(answer.text)
    scene.visit = replace(scene.visit, replies=scene.visit.replies + 1)
    if data.until is not None and scene.holds(data.until, "until"):
        # Once all is known that the conversation was for, a model may have nothing to add.
        return Leave("default")
    if wordless:
        return _fall_back(node, scene)
    if data.until is None:
        return Leave("default")
    return Leave("maxTurns") if scene.visit.replies >= data.max_turns else _LISTEN


def _fall_back(node: LlmNode, scene: Scene) -> Outcome:
    scene.say(scene.render(node.data.fallback, "fallback"))
    return Leave("error")
