"""Reads the form of a page: one question for each parameter."""

from __future__ import annotations

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.dialogflow.fulfillment import Reader
from functions.flow_import.source import Source
from functions.flow_import.texts import render

_TYPES: dict[str, str] = {
    "sys.any": "string",
    "sys.date": "date",
    "sys.time": "time",
    "sys.date-time": "datetime",
    "sys.number": "number",
    "sys.number-integer": "integer",
    "sys.cardinal": "number",
    "sys.ordinal": "integer",
    "sys.age": "number",
    "sys.percentage": "number",
    "sys.phone-number": "phone",
    "sys.email": "email",
    "sys.person": "name",
    "sys.given-name": "name",
    "sys.last-name": "name",
    "sys.zip-code": "postcode",
    "sys.number-sequence": "digits",
    "sys.duration": "duration",
    "sys.unit-currency": "money",
}
"""Kind of value -> `valueType`. All other kinds of the system are asked for as text."""
_OBJECTS = ("sys.date", "sys.time", "sys.date-time", "sys.duration", "sys.person", "sys.age")


def read_form(reader: Reader, chain: Chain, form: Source) -> list[str]:
    """Add the questions of a form.

    Returns:
        The ids of the questions.
    """
    questions: list[str] = []
    for parameter in form.objects("parameters"):
        name = parameter.text("displayName")
        if not parameter.flag("required"):
            text = f'the parameter "{name}" is filled only if the caller says it of his own accord'
            reader.draft.lost(parameter, text)
            parameter.whole()
            continue
        questions.append(chain.add("elicitation", _question(reader, parameter), parameter, part=name, label=name))
    return questions


def _question(reader: Reader, parameter: Source) -> dict[str, Json]:
    draft, agent = reader.draft, reader.agent
    kind = agent.called(parameter.text("entityType").removeprefix("@").removeprefix("@"))
    behaviour = parameter.object("fillBehavior")
    prompt = "" if behaviour is None else render(reader.texts(behaviour.object("initialPromptFulfillment")))[:8000]
    data: dict[str, Json] = {"prompt": prompt, "variable": reader.words.parameter(parameter.text("displayName"))}
    if kind in _TYPES:
        data["valueType"] = _TYPES[kind]
        if kind in _OBJECTS:
            draft.changed(parameter, f"the value of {kind} is a text such as a date in ISO 8601, and no object")
    elif kind in agent.entities:
        choices = agent.choices(kind)
        if len(choices) > 200:
            draft.lost(
                parameter, f'{len(choices) - 200:,} of the values of "{kind}": a question has at most 200 choices'
            )
        if choices:
            listed: list[Json] = list(choices[:200])
            data["valueType"] = "choice"
            data["choices"] = listed
    elif kind:
        draft.changed(parameter, f'a value of the kind "{kind}" is asked for as text')
    if parameter.flag("isList") and data.get("valueType") not in (None, "string", "boolean"):
        data["many"] = True
    parameter.ignore("required", "redact", "advancedSettings")
    if behaviour is not None:
        _events(reader, behaviour, data)
    return data


def _events(reader: Reader, behaviour: Source, data: dict[str, Json]) -> None:
    said: dict[str, list[Json]] = {"no-match": [], "no-input": []}
    for handler in behaviour.objects("repromptEventHandlers"):
        event = handler.text("event")
        handler.ignore("name")
        words = render(reader.texts(handler.object("triggerFulfillment")))[:8000]
        kind = next((kind for kind in said if kind in event), None)
        if kind is not None and words:
            said[kind].append(words)
        elif kind is None or handler.text("targetPage") or handler.text("targetFlow"):
            reader.draft.lost(handler, f'the event "{event}" of a question')
            handler.whole()
    if said["no-match"]:
        data["reprompts"] = said["no-match"]
    if said["no-input"]:
        data["noInputPrompts"] = said["no-input"]
    initial = behaviour.object("initialPromptFulfillment")
    if initial is not None:
        initial.ignore("tag")
