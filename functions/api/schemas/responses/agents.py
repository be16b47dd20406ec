"""Agents, environments and phone numbers in responses."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class VersionShare(TypedDict):
    """The percent of an agent's new sessions that gets a version."""

    version: int
    percent: float


class VersionSplit(TypedDict):
    """Versions between which an agent splits its new sessions. The percents add up to 100."""

    split: list[VersionShare]


class InEnvironment(TypedDict):
    """The environment of the flow that names the version of an agent's new sessions."""

    environment: str


class Environment(TypedDict):
    """A name for what agents give to their new sessions: a version, or a split between versions.

    `version` is `draft` for the environment `draft`, which every flow has. It has neither `at` nor `by`. `at` and `by`
    tell when the environment got its version, and from whom. `had` are the versions that it had, newest last: each of
    them may come back without the gate.
    """

    name: str
    version: NotRequired[int | Literal["draft"]]
    split: NotRequired[list[VersionShare]]
    at: NotRequired[str]
    by: NotRequired[str]
    had: NotRequired[list[int]]


class EnvironmentList(TypedDict):
    """The environments of a flow by name, after `draft`."""

    environments: list[Environment]


class Agent(TypedDict):
    """An agent: the flow and the voice for the phone numbers that point to it."""

    agentId: str
    name: str
    flowId: str
    flowVersion: int | Literal["latest"] | VersionSplit | InEnvironment
    voice: NotRequired[str]
    language: NotRequired[str]
    timeZone: NotRequired[str]


class AgentList(TypedDict):
    """A page of an organization's agents. `cursor` is null on the last page."""

    agents: list[Agent]
    cursor: str | None


class PhoneNumber(TypedDict):
    """A phone number and the agent that answers its calls."""

    e164: str
    agentId: str


class PhoneNumberList(TypedDict):
    """A page of an organization's phone numbers. `cursor` is null on the last page."""

    phoneNumbers: list[PhoneNumber]
    cursor: str | None
