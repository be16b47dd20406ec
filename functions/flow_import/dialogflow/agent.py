"""The parts of an agent, by name: its flows with their pages, intents, kinds of value and webhooks."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from flow_core.json import Json
from functions.flow_import.note import UnreadableExportError
from functions.flow_import.source import Source

_MAX_PHRASES = 60
"""Training phrases of an intent that become names of a choice."""


@dataclass(slots=True)
class FlowParts:
    """A flow of the agent."""

    name: str
    flow: Source
    pages: dict[str, Source] = field(default_factory=dict)
    groups: dict[str, Source] = field(default_factory=dict)


@dataclass(slots=True)
class Agent:
    """An agent. Its parts are found by their display names and by the ids of their resource names."""

    name: str
    language: str = ""
    start: str = ""
    flows: dict[str, FlowParts] = field(default_factory=dict)
    intents: dict[str, list[Source]] = field(default_factory=dict)
    """Display name -> the files with its training phrases."""
    entities: dict[str, list[Source]] = field(default_factory=dict)
    webhooks: dict[str, Source] = field(default_factory=dict)
    groups: dict[str, Source] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    """Display name of an intent -> what its author wrote about it."""
    ids: dict[str, str] = field(default_factory=dict)
    """Id -> display name."""

    def called(self, reference: str) -> str:
        """Return the display name of a reference: a name already, an id, or a resource name."""
        last = reference.rsplit("/", 1)[-1] if reference.startswith("projects/") else reference
        return self.ids.get(last, self.ids.get(reference, last))

    def phrases(self, intent: str) -> list[str]:
        """Return the training phrases of an intent in the language of the agent."""
        found: dict[str, None] = {}
        for file in self.intents.get(intent, ()):
            for phrase in file.objects("trainingPhrases"):
                language = phrase.text("languageCode")
                if language and self.language and language.split("-")[0] != self.language.split("-")[0]:
                    continue
                phrase.ignore("id", "repeatCount")
                words = "".join(part.text("text") for part in phrase.objects("parts"))
                for part in phrase.objects("parts"):
                    part.ignore("parameterId", "auto")
                if words.strip():
                    found[words.strip()[:200]] = None
        return list(found)

    def choices(self, entity: str) -> list[dict[str, Json]]:
        """Return the values of a kind of value, with their synonyms."""
        found: list[dict[str, Json]] = []
        for file in self.entities.get(entity, ()):
            for each in file.objects("entities"):
                each.ignore("languageCode")
                value = each.text("value").strip()[:200]
                names: list[Json] = [
                    name.as_text()[:200] for name in each.items("synonyms") if name.as_text() not in ("", value)
                ]
                if value and all(value != other["value"] for other in found):
                    found.append({"value": value, "synonyms": names} if names else {"value": value})
        return found


def is_agent(fields: Mapping[str, Json]) -> bool:
    """Return whether a document is the content of an agent's zip file."""
    return any(
        posixpath.basename(name) == "agent.json" and isinstance(value, dict) and "defaultLanguageCode" in value
        for name, value in fields.items()
    )


def limited(phrases: list[str]) -> list[str]:
    """Return the first phrases of an intent: as many as a choice has names."""
    return phrases[:_MAX_PHRASES]


def agent_of(document: Source) -> Agent:
    """Sort the parts of an agent, or take a single flow as one."""
    if not is_agent(document.fields):
        return _of_one_flow(document)
    root = posixpath.dirname(min((n for n in document.fields if posixpath.basename(n) == "agent.json"), key=len))
    settings = document.object(posixpath.join(root, "agent.json"))
    if settings is None:
        raise UnreadableExportError("", "The agent has no settings. Export it in the JSON package format.")
    agent = Agent(
        settings.text("displayName") or "Dialogflow agent",
        settings.text("defaultLanguageCode"),
        settings.text("startFlow"),
    )
    settings.ignore("name", "projectNumber", "timeZone", "description", "createTime", "updateTime")
    for name in document.fields:
        parts = posixpath.relpath(name, root or ".").split("/")
        if parts[0] in ("flows", "intents", "entityTypes", "webhooks", "agentTransitionRouteGroups"):
            file = document.object(name)
            if file is not None:
                _sort(agent, parts, file)
    agent.start = agent.called(agent.start)
    if agent.start not in agent.flows:
        agent.start = next(iter(agent.flows), "")
    if not agent.flows:
        raise UnreadableExportError("", "The agent has no flow. Export it in the JSON package format.")
    return agent


def _sort(agent: Agent, parts: list[str], file: Source) -> None:
    match parts:
        case ["flows", folder, _]:
            name = _named(agent, file)
            known = agent.flows.pop(folder, None)
            flow = FlowParts(name, file, *((known.pages, known.groups) if known is not None else ({}, {})))
            agent.flows[name] = flow
            agent.ids.setdefault(folder, name)
        case ["flows", folder, "pages", _]:
            _flow(agent, folder, file).pages[_named(agent, file)] = file
        case ["flows", folder, "transitionRouteGroups", _]:
            _flow(agent, folder, file).groups[_named(agent, file)] = file
        case ["agentTransitionRouteGroups", *_]:
            agent.groups[_named(agent, file)] = file
        case ["intents", folder, "trainingPhrases", _]:
            agent.intents.setdefault(agent.ids.get(f"intents/{folder}", folder), []).append(file)
        case ["intents", folder, _]:
            name = _named(agent, file)
            file.ignore("priority", "numTrainingPhrases", "isFallback", "labels")
            agent.descriptions[name] = file.text("description")
            agent.intents.setdefault(name, agent.intents.pop(folder, []) if folder != name else [])
            agent.ids[f"intents/{folder}"] = name
        case ["entityTypes", folder, "entities", _]:
            agent.entities.setdefault(agent.ids.get(f"entityTypes/{folder}", folder), []).append(file)
        case ["entityTypes", folder, _]:
            name = _named(agent, file)
            file.ignore("kind", "autoExpansionMode", "enableFuzzyExtraction")
            agent.entities.setdefault(name, agent.entities.pop(folder, []) if folder != name else [])
            agent.ids[f"entityTypes/{folder}"] = name
        case ["webhooks", _]:
            agent.webhooks[_named(agent, file)] = file
        case _:
            pass


def _flow(agent: Agent, folder: str, file: Source) -> FlowParts:
    name = agent.ids.get(folder, folder)
    if name not in agent.flows:
        agent.flows[name] = FlowParts(folder, file)
    return agent.flows[name]


def _named(agent: Agent, file: Source) -> str:
    name = file.text("displayName")
    file_id = file.text("name").rsplit("/", 1)[-1]
    if file_id:
        agent.ids[file_id] = name
    file.ignore("description")
    return name


def _of_one_flow(document: Source) -> Agent:
    name = document.text("displayName")
    agent = Agent(name, document.text("languageCode") or document.text("defaultLanguageCode"), name)
    flow = FlowParts(name, document)
    agent.flows[name] = flow
    document.ignore("name", "description")
    for page in document.objects("pages"):
        flow.pages[_named(agent, page)] = page
    for group in document.objects("transitionRouteGroups"):
        flow.groups[_named(agent, group)] = group
    for intent in document.objects("intents"):
        name = _named(agent, intent)
        agent.intents[name] = [intent]
        agent.descriptions[name] = intent.text("description")
    for entity in document.objects("entityTypes"):
        agent.entities[_named(agent, entity)] = [entity]
    for webhook in document.objects("webhooks"):
        agent.webhooks[_named(agent, webhook)] = webhook
    return agent
