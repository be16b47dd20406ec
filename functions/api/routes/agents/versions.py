"""The versions that agents and environments name: from requests, and for responses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, assert_never

from functions.api.schemas.requests.rooms_and_agents import InEnvironmentBody, ShareBody, SplitBody
from functions.api.schemas.responses import agents as responses
from functions.ports.agents import FlowVersion, InEnvironment, Share, Split


def version_of(written: int | Literal["latest"] | SplitBody | InEnvironmentBody) -> FlowVersion:
    """Read the version in the body of an agent."""
    match written:
        case SplitBody():
            return split_of(written.split)
        case InEnvironmentBody():
            return InEnvironment(written.environment)
        case _:
            return written


def split_of(shares: Sequence[ShareBody]) -> Split:
    """Read a split."""
    return Split(tuple(Share(share.version, share.percent) for share in shares))


def shown_version(
    version: FlowVersion,
) -> int | Literal["latest"] | responses.VersionSplit | responses.InEnvironment:
    """Return the version of an agent as responses have it."""
    match version:
        case Split():
            return {"split": shown_shares(version)}
        case InEnvironment():
            return {"environment": version.environment}
        case int() | "latest":
            return version
        case _:
            assert_never(version)


def shown_shares(split: Split) -> list[responses.VersionShare]:
    """Return the shares of a split as responses have them."""
    return [{"version": share.version, "percent": share.percent} for share in split.split]
