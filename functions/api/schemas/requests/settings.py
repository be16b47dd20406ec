"""The body of a request that saves an organization's settings."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from flow_core.transfer.number_ranges import countries
from flow_core.transfer.rules import TransferRules
from functions.api.schemas.requests.fields import RequestModel
from functions.ports.organizations import OrganizationSettings

_PREFIX = re.compile(r"\+[1-9][0-9]{0,14}\Z", re.ASCII)
_DOMAIN = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9][a-z0-9-]{0,62})*\Z", re.ASCII)


def _country(code: str) -> str:
    if code not in countries().values():
        raise ValueError("must be the two capitals of a country (ISO 3166), like US or GB")
    return code


def _prefix(value: str) -> str:
    if not _PREFIX.match(value):
        raise ValueError("must be the beginning of an E.164 number: + and 1 to 15 digits, like +1555")
    return value


def _domain(value: str) -> str:
    lower = value.lower()
    if not _DOMAIN.match(lower):
        raise ValueError("must be a host name or an IPv4 address, like pbx.example.com")
    return lower


Country: TypeAlias = Annotated[str, Field(max_length=10), AfterValidator(_country)]
"""A country's code of two capitals (ISO 3166)."""
Prefix: TypeAlias = Annotated[str, Field(max_length=20), AfterValidator(_prefix)]
"""The beginning of an E.164 number, with the plus sign."""
Domain: TypeAlias = Annotated[str, Field(max_length=253), AfterValidator(_domain)]
"""A host name or an IPv4 address, in lower case."""


class TransfersBody(RequestModel):
    """The destinations of transfers. Without countries and prefixes, a flow may transfer to every country."""

    countries: Annotated[list[Country], Field(max_length=250)] = Field(default_factory=list)
    prefixes: Annotated[list[Prefix], Field(max_length=100)] = Field(default_factory=list)
    sip_domains: Annotated[list[Domain], Field(max_length=50)] = Field(default_factory=list)


class SettingsBody(RequestModel):
    """All settings of an organization. A field that is left out gets its default."""

    transfers: TransfersBody = Field(default_factory=TransfersBody)

    def settings(self) -> OrganizationSettings:
        """Return the settings, without duplicate entries."""
        transfers = self.transfers
        return OrganizationSettings(
            TransferRules(
                tuple(dict.fromkeys(transfers.countries)),
                tuple(dict.fromkeys(transfers.prefixes)),
                tuple(dict.fromkeys(transfers.sip_domains)),
            )
        )
