"""Writes the items of a copy into the flows table of a stack."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from infra.copies.export import CopyError, Item

BATCH = 25
"""Items of a request, DynamoDB's limit."""
MAX_ATTEMPTS = 8
"""How often the items that DynamoDB did not take are sent again."""
_FIRST_PAUSE = 0.1
"""Seconds before the second attempt. Each further one waits twice as long."""

KINDS: Mapping[tuple[str, str], str] = {
    ("ORGANIZATION", "FLOW"): "flows",
    ("ORGANIZATION", "AGENT"): "agents",
    ("ORGANIZATION", "NUMBER"): "phone numbers",
    ("ORGANIZATION", "SETTINGS"): "settings of organizations",
    ("FLOW", "VERSION"): "versions of flows",
    ("AUDIT", "AT"): "entries of the audit",
}
"""What an item is, by the first words of its keys."""


def load(
    client: Any, table: str, items: Iterable[Item], *, again: bool = False, pause: Callable[[float], None] = time.sleep
) -> Counter[str]:
    """Write items into an empty table. Items that have expired are left out.

    Args:
        client: boto3's client of DynamoDB.
        table: The table's name.
        items: The items.
        again: Whether the table may have items: those of an attempt that was interrupted. The copy replaces them.
        pause: Waits for some seconds.

    Returns:
        The number of items by kind (`KINDS`, "others", "expired").

    Raises:
        CopyError: If the table is not empty, or if DynamoDB does not take the items.
    """
    if not again and client.scan(TableName=table, Limit=1, ConsistentRead=True)["Count"]:
        raise CopyError(
            f"{table} has items already. Load a copy into the table of a new stack. After an interrupted attempt, "
            "continue with --again: the copy then replaces what is there."
        )
    counts: Counter[str] = Counter()
    rest = _unexpired(items, counts)
    while batch := list(islice(rest, BATCH)):
        wanted = {table: [{"PutRequest": {"Item": item}} for item in batch]}
        for attempt in range(MAX_ATTEMPTS):
            wanted = client.batch_write_item(RequestItems=wanted)["UnprocessedItems"]
            if not wanted:
                break
            pause(_FIRST_PAUSE * 2**attempt)
        else:
            raise CopyError(f"DynamoDB does not take more items of {table}. Continue in some minutes with --again.")
        counts.update(map(_kind, batch))
    return counts


def _unexpired(items: Iterable[Item], counts: Counter[str]) -> Iterator[Item]:
    now = time.time()
    for item in items:
        if "expires_at" in item and float(item["expires_at"]["N"]) < now:
            counts["expired"] += 1
        else:
            yield item


def _kind(item: Item) -> str:
    first, second = (str(item[name]["S"]).split("#")[0] for name in ("pk", "sk"))
    return KINDS.get((first, second), "others")
