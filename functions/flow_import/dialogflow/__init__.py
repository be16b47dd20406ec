"""Reads agents of Dialogflow CX: the zip file of the JSON package, or the JSON of a single flow.

Source: https://cloud.google.com/dialogflow/cx/docs/reference/json-export and the reference of its REST API.
"""

from __future__ import annotations

from functions.flow_import.dialogflow.agent import Agent, agent_of, is_agent
from functions.flow_import.dialogflow.flows import read_flows
from functions.flow_import.draft import Draft
from functions.flow_import.source import Source

__all__ = ["is_dialogflow", "read"]


def is_dialogflow(document: Source) -> bool:
    """Return whether a document is an agent, or one flow of an agent."""
    fields = document.value if isinstance(document.value, dict) else {}
    if is_agent(fields):
        return True
    return "displayName" in fields and any(key in fields for key in ("transitionRoutes", "nluSettings", "pages"))


def read(document: Source) -> Draft:
    """Build a draft from an agent or a flow."""
    agent: Agent = agent_of(document)
    draft = Draft(agent.name)
    if agent.language:
        draft.language = agent.language
    read_flows(draft, agent)
    return draft
