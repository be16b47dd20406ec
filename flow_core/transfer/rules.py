"""Where a transfer may lead whose destination comes out of a variable, by an organization's rules.

A destination that an author wrote out is the author's choice and never looked at here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flow_core.transfer.number_ranges import NEWEST, country_of, is_costly

# No parameters, no headers, no escapes: a variable names a user and a host, and nothing of the request.
_SIP = re.compile(
    r"sips?:(?:[A-Za-z0-9_.!~*'()&=+$,-]{1,64}@)?(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}))(?::[0-9]{1,5})?\Z",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class TransferRules:
    """What an organization allows. With neither countries nor prefixes, numbers of every country are."""

    countries: tuple[str, ...] = ()
    """ISO 3166 codes of two capitals."""
    prefixes: tuple[str, ...] = ()
    """Of E.164 numbers, with the +. A number that begins with one is allowed whatever it costs."""
    sip_domains: tuple[str, ...] = ()
    """In lower case; no other one is allowed."""
    table: int = NEWEST
    """Of number_ranges: which numbers are of which country, and which are costly."""


def refusal(destination: str, rules: TransferRules, *, author_names_host: bool = False) -> str | None:
    """Why a transfer may not lead there; None where it may.

    destination: an E.164 number or a SIP URI.
    author_names_host: whether the host of a SIP URI was written by the author.
    """
    if destination.startswith("+"):
        return _refused_number(destination, rules)
    found = _SIP.match(destination)
    if found is None:
        return "a SIP URI out of a variable may hold a user and a host, and no parameter, header or escape"
    if author_names_host or found["host"].lower() in rules.sip_domains:
        return None
    return f"transfers to the SIP domain {found['host'].lower()} are not allowed; list it in transfers.sipDomains"


def _refused_number(number: str, rules: TransferRules) -> str | None:
    if number.startswith(rules.prefixes):
        return None
    country = country_of(number, rules.table)
    if country is None:
        return "the number is of a satellite, an international network or no country; list it in transfers.prefixes"
    if is_costly(number, rules.table):
        return "the number is at a premium rate, shared cost or personal; list it in transfers.prefixes"
    if country in rules.countries or not (rules.countries or rules.prefixes):
        return None
    return (
        f"transfers to {country} are not allowed; list it in transfers.countries, or the number in transfers.prefixes"
    )
