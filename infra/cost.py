"""What the platform costs at AWS, from measured sizes and published prices: `python -m infra.cost` writes docs/cost.md.

Ears, mouth, model, LiveKit and telephony are not in it: they cost the same on every platform, or nothing where they are
one's own. So the comparison is with what others charge for the platform alone.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PRICED = "2026-11, us-east-1, before discounts and free tiers"

# Dollars.
REST_REQUEST = 3.50e-6
LAMBDA_REQUEST = 0.20e-6
LAMBDA_GB_SECOND = 0.0000133334  # arm64
RESTORED_GB = 0.0001397998  # SnapStart
SNAPSHOT_GB_SECOND = 0.0000015046  # SnapStart
WRITE_UNIT, READ_UNIT = 0.625e-6, 0.125e-6
STORED_GB_MONTH = 0.25 + 0.20  # and point-in-time recovery
LOG_GB = 0.50
SQS_REQUEST = 0.40e-6
FARGATE_CPU_HOUR, FARGATE_GB_HOUR = 0.03238, 0.00356  # arm64
NAT_HOUR, NAT_GB = 0.045, 0.045
EDGE_GB, EDGE_REQUEST = 0.085, 1.0e-6  # CloudFront, North America and Europe
VAPI_MINUTE = 0.05
RETELL_MINUTE = 0.07

# Assumed; what is measured comes out of docs/benchmarks.md.
MEMORY_GB = 1.0
"""TurnMemory: 1,024 MB, which has 0.58 of a processor."""
SHARE = 1024 / 1769
DYNAMODB_MILLIS = 5.0
"""A call to a table on AWS: "single-digit milliseconds"."""
RESTORES_PER_TURN = 1 / 1000
MONTHS = 3
"""SessionDays."""
LOG_BYTES = 2_000
"""A turn's line, its metrics, Lambda's three lines and the access log's."""
TURNS_A_MINUTE = 6
MINUTES_A_CALL = 4
WORKER_CPUS, WORKER_GB, CALLS_PER_WORKER, FULL = 2, 4, 10, 0.6
AUDIO_BYTES_A_MINUTE = 2 * 48_000 / 8 * 60
"""Opus both ways."""
VISITS = 1_000
"""Of the dashboard, in a month."""
VISIT_REQUESTS, VISIT_BYTES = 500, 2_000_000
"""A quarter of an hour with a test call: what is asked every second, and the page where no browser has it yet."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A turn, in docs/benchmarks.md."""

    write_units: float
    """Mean."""
    read_units: int
    turn_bytes: int
    added_millis: float
    """The call without its requests to DynamoDB, on a whole processor."""


def measured(text: str) -> Measured:
    """ValueError where the page does not have it."""
    row = re.search(r"^\| turn 200 \|(.*)\|$", text, re.MULTILINE)
    added = re.search(r"^\| what the call adds to its DynamoDB calls, two nodes \| ([\d.]+) ms", text, re.MULTILINE)
    units = re.search(r"^\| write units a turn, packed, mean \| ([\d.]+) ", text, re.MULTILINE)
    if row is None or added is None or units is None:
        raise ValueError("docs/benchmarks.md has no turn 200 of `dynamodb`, or no two nodes of `process`: make bench")
    cells = [cell.strip().replace(",", "") for cell in row[1].split("|")]
    _, _, turn, _, _, _, reads, _, _ = cells
    return Measured(float(units[1]), int(reads), int(turn), float(added[1]))


def turns(of: Measured) -> dict[str, float]:
    """Of 1,000 turns, by part."""
    calls = 3
    seconds = (of.added_millis / SHARE + calls * DYNAMODB_MILLIS) / 1000
    one = {
        "API Gateway, one request": REST_REQUEST,
        "Lambda, one request": LAMBDA_REQUEST,
        f"Lambda, {seconds * 1000:.0f} ms with {MEMORY_GB:g} GB": seconds * MEMORY_GB * LAMBDA_GB_SECOND,
        "Lambda, one in a thousand wakes a snapshot": RESTORES_PER_TURN * MEMORY_GB * RESTORED_GB,
        f"DynamoDB, {of.write_units:g} write units": of.write_units * WRITE_UNIT,
        f"DynamoDB, {of.read_units} read unit": of.read_units * READ_UNIT,
        f"DynamoDB, {of.turn_bytes:,} bytes for {MONTHS} months": of.turn_bytes / 1e9 * MONTHS * STORED_GB_MONTH,
        f"CloudWatch, {LOG_BYTES / 1000:g} KB of logs": LOG_BYTES / 1e9 * LOG_GB,
    }
    return {part: 1000 * price for part, price in one.items()}


def minute(of: Measured) -> dict[str, float]:
    """Of one minute of a call, by part."""
    task = (WORKER_CPUS * FARGATE_CPU_HOUR + WORKER_GB * FARGATE_GB_HOUR) / 60
    # Session made: a head of 1 KB and its three indexes, one of them written again at the end; two reads, of no head
    # and of the flow's line. The end: a stream record, a letter in and out, two functions.
    begun = (1 + 3 + 1) * WRITE_UNIT + 2 * READ_UNIT + REST_REQUEST + LAMBDA_REQUEST
    ended = (
        3 * SQS_REQUEST + 2 * LAMBDA_REQUEST + 2 * 0.1 * 0.5 * LAMBDA_GB_SECOND + 2 * (REST_REQUEST + LAMBDA_REQUEST)
    )
    return {
        f"{TURNS_A_MINUTE} turns": TURNS_A_MINUTE * sum(turns(of).values()) / 1000,
        f"beginning and end, of a call of {MINUTES_A_CALL} minutes": (begun + ended) / MINUTES_A_CALL,
        f"worker: {WORKER_CPUS} processors and {WORKER_GB} GB for {CALLS_PER_WORKER * FULL:g} calls": task
        / (CALLS_PER_WORKER * FULL),
        "worker: sound through the NAT gateway": AUDIO_BYTES_A_MINUTE / 1e9 * NAT_GB,
    }


def visit() -> float:
    """Of the dashboard, without what its test calls cost: CloudFront, API Gateway and the function behind it."""
    function = LAMBDA_REQUEST + 0.03 * MEMORY_GB * LAMBDA_GB_SECOND + READ_UNIT
    return VISIT_BYTES / 1e9 * EDGE_GB + VISIT_REQUESTS * (EDGE_REQUEST + REST_REQUEST + function)


def page(of: Measured) -> str:
    thousand, one = turns(of), minute(of)
    total = sum(one.values())
    lines = [
        "# Costs",
        "",
        "Written by `python -m infra.cost`, from the sizes and times in [benchmarks.md](benchmarks.md) and the prices",
        "and assumptions at the head of `infra/cost.py`. Check the prices before you decide by them: they are those of",
        f"{PRICED}.",
        "",
        "Ears, mouth, model, LiveKit and telephony are not in it: the same on every platform, or your own.",
        "",
        "## 1,000 turns",
        "",
        "| part | $ |",
        "| --- | ---: |",
        *(f"| {part} | {price:.5f} |" for part, price in thousand.items()),
        f"| **together** | **{sum(thousand.values()):.4f}** |",
        "",
        "A turn with a tool swaps the head twice more: 4 more write units and a read. A model's time is Lambda's:",
        f"a second of waiting adds {1000 * MEMORY_GB * LAMBDA_GB_SECOND:.4f} $ to 1,000 turns.",
        "",
        "## A minute of a call",
        "",
        "| part | $ |",
        "| --- | ---: |",
        *(f"| {part} | {price:.6f} |" for part, price in one.items()),
        f"| **together** | **{total:.5f}** |",
        "",
        "| platform alone | $ a minute | to Callflow |",
        "| --- | ---: | ---: |",
        f"| Callflow | {total:.5f} | 1 |",
        f"| Vapi | {VAPI_MINUTE:.2f} | {VAPI_MINUTE / total:.0f} |",
        f"| Retell, its speech included | {RETELL_MINUTE:.2f} | {RETELL_MINUTE / total:.0f} |",
        "",
        "Vapi's is the hosting fee that its documentation lists; Retell's rate is that of a public profile of March",
        "2026, and holds ears and mouth. Media servers are in both; Callflow's are LiveKit's, at its price or yours.",
        "",
        "## What stands there costs",
        "",
        "| a month, with no call at all | $ |",
        "| --- | ---: |",
        f"| a NAT gateway | {730 * NAT_HOUR:.0f} |",
        f"| a worker | {730 * (WORKER_CPUS * FARGATE_CPU_HOUR + WORKER_GB * FARGATE_GB_HOUR):.0f} |",
        f"| snapshots, of each published version of two functions, 1 GB | {2 * 730 * 3600 * SNAPSHOT_GB_SECOND:.0f} |",
        "| the page and its alarms | 4 |",
        "| metrics, of each flow and channel in use: ten, at 0.30 | 3 |",
        "| a secret, of each organization | 0.40 |",
        f"| the dashboard, {VISITS:,} visits with {VISIT_REQUESTS} requests each, before CloudFront's free tier "
        f"| {VISITS * visit():.2f} |",
        "",
        "Delete versions that no alias needs: each keeps its snapshot. A network of one's own (`WorkerSubnets`) saves",
        "the gateway, and `Worker=no` the rest of the worker.",
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    written = page(measured((ROOT / "docs" / "benchmarks.md").read_text()))
    (ROOT / "docs" / "cost.md").write_text(written)
    sys.stdout.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
