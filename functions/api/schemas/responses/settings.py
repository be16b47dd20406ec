"""An organization's settings in responses."""

from __future__ import annotations

from typing_extensions import TypedDict


class Transfers(TypedDict):
    """The destinations to which an organization's flows may transfer callers."""

    countries: list[str]
    prefixes: list[str]
    sipDomains: list[str]


class OrganizationSettings(TypedDict):
    """The settings of an organization."""

    transfers: Transfers
