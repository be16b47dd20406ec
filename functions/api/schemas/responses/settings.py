"""An organization's settings as the API answers them."""

from __future__ import annotations

from typing_extensions import TypedDict


class Transfers(TypedDict):
    countries: list[str]
    prefixes: list[str]
    sipDomains: list[str]


class OrganizationSettings(TypedDict):
    transfers: Transfers
