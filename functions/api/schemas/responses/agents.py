"""Agents and phone numbers as the API answers them."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class Agent(TypedDict):
    agentId: str
    name: str
    flowId: str
    flowVersion: int | Literal["latest"]
    voice: NotRequired[str]
    language: NotRequired[str]


class AgentList(TypedDict):
    agents: list[Agent]
    cursor: str | None


class PhoneNumber(TypedDict):
    e164: str
    agentId: str


class PhoneNumberList(TypedDict):
    phoneNumbers: list[PhoneNumber]
    cursor: str | None
