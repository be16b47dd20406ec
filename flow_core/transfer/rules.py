"""An organization's rules for transfers whose destination comes from a variable.

A destination that the author wrote is the author's choice. No rule applies to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flow_core.transfer.number_ranges import NEWEST, country_of, is_costly

# No parameters, headers or escapes: a variable may name a user and a host, and no other part of the request.
_SIP = re.compile(
    r"sips?:(?:[A-Za-z0-9_.!~*'()&=+$,-]{1,64}@)?(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}))(?::[0-9]{1,5})?\Z",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class TransferRules:
    """The destinations that an organization allows. Without countries and prefixes, every country is allowed."""

    countries: tuple[str, ...] = ()
    """ISO 3166 codes of two capital letters."""
    prefixes: tuple[str, ...] = ()
    """Beginnings of E.164 numbers, with the +. A number with such a beginning is allowed at any price."""
    sip_domains: tuple[str, ...] = ()
    """Allowed hosts of SIP URIs, in lower case."""
    table: int = NEWEST
    """The table of number_ranges.py that gives a number's country and price class."""


def refusal(destination: str, rules: TransferRules, *, author_names_host: bool = False) -> str | None:
    """Check a destination by the rules.

    Args:
        destination: An E.164 number or a SIP URI.
        rules: The organization's rules.
        author_names_host: Whether the author wrote the host of the SIP URI.

    Returns:
        The reason why the destination is not allowed; None if it is allowed.
    """
    if destination.startswith("+"):
        return _refused_number(destination, rules)
    found = _SIP.match(destination)
    if found is None:
        return "a SIP URI from a variable may hold a user and a host, and no parameter, header or escape"
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
