"""Calculates the platform's costs at AWS: `python -m infra.cost` writes docs/cost.md.

The input is the measured sizes and times of docs/benchmarks.md and AWS's published prices. Speech to text, text to
speech, model, LiveKit and telephony are not included: they cost the same on every platform, or the operator runs them.
The comparison is therefore with the price that others charge for the platform only.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PRICED = "2026-11, us-east-1, before discounts and free tiers"
"""The month, the region and the kind of the prices."""

# Dollars
REST_REQUEST = 3.50e-6
"""One request of API Gateway."""
LAMBDA_REQUEST = 0.20e-6
"""One invocation."""
LAMBDA_GB_SECOND = 0.0000133334
"""One second of 1 GB on arm64."""
RESTORED_GB = 0.0001397998
"""One restored GB of a SnapStart snapshot."""
SNAPSHOT_GB_SECOND = 0.0000015046
"""One second of a stored GB of a SnapStart snapshot."""
WRITE_UNIT, READ_UNIT = 0.625e-6, 0.125e-6
"""One write unit and one read unit."""
STORED_GB_MONTH = 0.25 + 0.20
"""One GB in DynamoDB for a month, with point-in-time recovery."""
LOG_GB = 0.50
"""One GB of logs in CloudWatch."""
SQS_REQUEST = 0.40e-6
"""One request of SQS."""
FARGATE_CPU_HOUR, FARGATE_GB_HOUR = 0.03238, 0.00356
"""One processor and one GB for an hour on arm64."""
NAT_HOUR, NAT_GB = 0.045, 0.045
"""A NAT gateway for an hour, and one GB through it."""
EDGE_GB, EDGE_REQUEST = 0.085, 1.0e-6
"""One GB and one request of CloudFront, in North America and Europe."""
VAPI_MINUTE = 0.05
"""Vapi's hosting fee for a minute."""
RETELL_MINUTE = 0.07
"""Retell's price for a minute, with speech."""

# Assumptions. The measured values come from docs/benchmarks.md.
MEMORY_GB = 1.0
"""TurnMemory, 1,024 MB. It gives 0.58 of a processor."""
SHARE = 1024 / 1769
"""The share of a processor that the memory gives."""
DYNAMODB_MILLIS = 5.0
"""Milliseconds of a request to DynamoDB on AWS ("single-digit milliseconds")."""
RESTORES_PER_TURN = 1 / 1000
"""The share of turns that restore a snapshot."""
MONTHS = 3
"""SessionDays, in months."""
LOG_BYTES = 2_000
"""Bytes that a turn logs: its line, its metrics, Lambda's three lines and the line of the access log."""
TURNS_A_MINUTE = 6
MINUTES_A_CALL = 4
WORKER_CPUS, WORKER_GB, CALLS_PER_WORKER, FULL = 2, 4, 10, 0.6
"""Processors and GB of a worker, the calls that it can hold, and the share of them that it holds."""
AUDIO_BYTES_A_MINUTE = 2 * 48_000 / 8 * 60
"""Bytes of Opus in both directions."""
VISITS = 1_000
"""Visits of the dashboard in a month."""
VISIT_REQUESTS, VISIT_BYTES = 500, 2_000_000
"""Requests and bytes of a visit: a quarter of an hour with a test call, with polling each second and an empty cache."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A turn as docs/benchmarks.md reports it."""

    write_units: float
    """Write units, on average."""
    read_units: int
    turn_bytes: int
    """Bytes of the stored turn record."""
    added_millis: float
    """Milliseconds of the call without its requests to DynamoDB, on a whole processor."""


def measured(text: str) -> Measured:
    """Read the measured turn from docs/benchmarks.md.

    Args:
        text: The page.

    Returns:
        The turn.

    Raises:
        ValueError: If the page lacks a row.
    """
    row = re.search(r"^\| turn 200 \|(.*)\|$", text, re.MULTILINE)
    added = re.search(
        r"^\| time that the call adds to its DynamoDB calls, two nodes \| ([\d.]+) ms", text, re.MULTILINE
    )
    units = re.search(r"^\| write units a turn, packed, mean \| ([\d.]+) ", text, re.MULTILINE)
    if row is None or added is None or units is None:
        raise ValueError("docs/benchmarks.md lacks turn 200 of `dynamodb` or two nodes of `process`; run `make bench`")
    cells = [cell.strip().replace(",", "") for cell in row[1].split("|")]
    _, _, turn, _, _, _, reads, _, _ = cells
    return Measured(float(units[1]), int(reads), int(turn), float(added[1]))


def turns(of: Measured) -> dict[str, float]:
    """Return the dollars of 1,000 turns, by part."""
    calls = 3
    seconds = (of.added_millis / SHARE + calls * DYNAMODB_MILLIS) / 1000
    one = {
        "API Gateway, one request": REST_REQUEST,
        "Lambda, one request": LAMBDA_REQUEST,
        f"Lambda, {seconds * 1000:.0f} ms with {MEMORY_GB:g} GB": seconds * MEMORY_GB * LAMBDA_GB_SECOND,
        "Lambda, one in a thousand restores a snapshot": RESTORES_PER_TURN * MEMORY_GB * RESTORED_GB,
        f"DynamoDB, {of.write_units:g} write units": of.write_units * WRITE_UNIT,
        f"DynamoDB, {of.read_units} read unit": of.read_units * READ_UNIT,
        f"DynamoDB, {of.turn_bytes:,} bytes for {MONTHS} months": of.turn_bytes / 1e9 * MONTHS * STORED_GB_MONTH,
        f"CloudWatch, {LOG_BYTES / 1000:g} KB of logs": LOG_BYTES / 1e9 * LOG_GB,
    }
    return {part: 1000 * price for part, price in one.items()}


def minute(of: Measured) -> dict[str, float]:
    """Return the dollars of one minute of a call, by part."""
    task = (WORKER_CPUS * FARGATE_CPU_HOUR + WORKER_GB * FARGATE_GB_HOUR) / 60
    # The first turn writes a head of 1 KB and its three index entries, and reads the missing head and the flow's
    # item. The end changes one index entry, adds and removes a queue message, and runs two functions.
    begun = (1 + 3 + 1) * WRITE_UNIT + 2 * READ_UNIT + REST_REQUEST + LAMBDA_REQUEST
    ended = (
        3 * SQS_REQUEST + 2 * LAMBDA_REQUEST + 2 * 0.1 * 0.5 * LAMBDA_GB_SECOND + 2 * (REST_REQUEST + LAMBDA_REQUEST)
    )
    return {
        f"{TURNS_A_MINUTE} turns": TURNS_A_MINUTE * sum(turns(of).values()) / 1000,
        f"beginning and end of a call of {MINUTES_A_CALL} minutes": (begun + ended) / MINUTES_A_CALL,
        f"worker: {WORKER_CPUS} processors and {WORKER_GB} GB for {CALLS_PER_WORKER * FULL:g} calls": task
        / (CALLS_PER_WORKER * FULL),
        "worker: audio through the NAT gateway": AUDIO_BYTES_A_MINUTE / 1e9 * NAT_GB,
    }


def visit() -> float:
    """Return the dollars of a visit of the dashboard without its test calls: CloudFront, API Gateway and function."""
    function = LAMBDA_REQUEST + 0.03 * MEMORY_GB * LAMBDA_GB_SECOND + READ_UNIT
    return VISIT_BYTES / 1e9 * EDGE_GB + VISIT_REQUESTS * (EDGE_REQUEST + REST_REQUEST + function)


def page(of: Measured) -> str:
    """Return docs/cost.md."""
    thousand, one = turns(of), minute(of)
    total = sum(one.values())
    lines = [
        "# Costs",
        "",
        "`python -m infra.cost` writes this page, from the sizes and times in [benchmarks.md](benchmarks.md) and from",
        "the prices and assumptions at the top of `infra/cost.py`. Check the prices before you decide.",
        f"They are those of {PRICED}.",
        "",
        "Speech to text, text to speech, model, LiveKit and telephony are not included. They cost the same on every",
        "platform, or you run them yourself.",
        "",
        "## 1,000 turns",
        "",
        "| part | $ |",
        "| --- | ---: |",
        *(f"| {part} | {price:.5f} |" for part, price in thousand.items()),
        f"| **total** | **{sum(thousand.values()):.4f}** |",
        "",
        "A turn with a tool writes the head twice more: 4 more write units and a read. Lambda also charges for",
        f"the wait for a model: a second adds {1000 * MEMORY_GB * LAMBDA_GB_SECOND:.4f} $ to 1,000 turns.",
        "",
        "## A minute of a call",
        "",
        "| part | $ |",
        "| --- | ---: |",
        *(f"| {part} | {price:.6f} |" for part, price in one.items()),
        f"| **total** | **{total:.5f}** |",
        "",
        "| platform only | $ a minute | times Callflow |",
        "| --- | ---: | ---: |",
        f"| Callflow | {total:.5f} | 1 |",
        f"| Vapi | {VAPI_MINUTE:.2f} | {VAPI_MINUTE / total:.0f} |",
        f"| Retell, speech included | {RETELL_MINUTE:.2f} | {RETELL_MINUTE / total:.0f} |",
        "",
        "Vapi's price is the hosting fee in its documentation. Retell's price is that of a public profile of March",
        "2026 and includes speech to text and text to speech. Both include media servers; Callflow uses LiveKit's, at",
        "LiveKit's price or on your own servers.",
        "",
        "## Fixed costs",
        "",
        "| a month without calls | $ |",
        "| --- | ---: |",
        f"| a NAT gateway | {730 * NAT_HOUR:.0f} |",
        f"| a worker | {730 * (WORKER_CPUS * FARGATE_CPU_HOUR + WORKER_GB * FARGATE_GB_HOUR):.0f} |",
        f"| snapshots of each published version of two functions, 1 GB | {2 * 730 * 3600 * SNAPSHOT_GB_SECOND:.0f} |",
        "| the page, at 3, and its alarms, which read 39 metrics at 0.10 | 6.90 |",
        "| metrics of ours: 26 at 0.30, for any number of flows and organizations | 7.80 |",
        "| a secret for each organization | 0.40 |",
        f"| the dashboard, {VISITS:,} visits with {VISIT_REQUESTS} requests each, before CloudFront's free tier "
        f"| {VISITS * visit():.2f} |",
        "",
        "Delete versions that no alias uses, because each version has a snapshot. Your own network (`WorkerSubnets`)",
        "saves the gateway. `Worker=no` saves the rest of the worker.",
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Write docs/cost.md and print it."""
    written = page(measured((ROOT / "docs" / "benchmarks.md").read_text()))
    (ROOT / "docs" / "cost.md").write_text(written)
    sys.stdout.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
