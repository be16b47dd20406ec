"""Writes the tables of flow_core/transfer/number_ranges.py from libphonenumber.

Usage: `python -m tests.flow_core.transfer.make_number_ranges`.

Run it only for a new table. A published table never changes, because recordings depend on it.
"""

from __future__ import annotations

import sys
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import phonenumbers
import regex  # type: ignore[import-untyped]  # it has no types of its own

MAX_DEPTH = 4
"""Digits after the country's code that a prefix of a table may have."""
GEOGRAPHIC = ("fixed_line", "mobile")
USUAL = (*GEOGRAPHIC, "voip", "toll_free", "uan")
COSTLY = ("premium_rate", "shared_cost", "personal_number")

Possible = Callable[[str], bool]


def possible(regions: Iterable[str], kinds: Iterable[str]) -> Possible:
    """Return whether a number of these kinds can begin with some digits."""
    patterns = []
    for region in regions:
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
        found = [getattr(metadata, kind) for kind in kinds]
        patterns += [one.national_number_pattern for one in found if one is not None and one.national_number_pattern]
    compiled = [regex.compile(pattern) for pattern in patterns]
    return lambda digits: any(pattern.fullmatch(digits, partial=True) for pattern in compiled)


def beginnings(wanted: Possible, others: Possible, digits: str = "") -> Iterator[str]:
    """Return the shortest prefixes of the wanted numbers that no other number has."""
    if not wanted(digits):
        return
    if digits and not others(digits):
        yield digits
    elif len(digits) < MAX_DEPTH:
        for digit in "0123456789":
            yield from beginnings(wanted, others, digits + digit)


def main() -> None:
    countries: dict[str, list[str]] = defaultdict(list)
    refused: list[str] = []
    for code, regions in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()):
        if regions == ("001",):
            continue
        first, *others = regions
        countries[first].append(str(code))
        for region in others:
            rest = [each for each in regions if each != region]
            found = beginnings(possible([region], GEOGRAPHIC), possible(rest, GEOGRAPHIC))
            countries[region] += [f"{code}{digits}" for digits in found]
        costly = beginnings(possible(regions, COSTLY), possible(regions, USUAL))
        refused += [f"{code}{digits}" for digits in costly]
    told = [f"{region}:{','.join(numbers)}" for region, numbers in sorted(countries.items())]
    for name, words in (("COUNTRIES", told), ("REFUSED", refused)):
        lines = textwrap.wrap(" ".join(words), 112, break_long_words=False, break_on_hyphens=False)
        sys.stdout.write(f'{name} = """\n' + "\n".join(lines) + '\n"""\n')


if __name__ == "__main__":
    main()
