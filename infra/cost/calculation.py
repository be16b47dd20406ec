"""Calculates the platform's costs at AWS. Nothing is written here.

The input is the measured sizes and times of docs/benchmarks.md, the prices of prices.py, and the assumptions below. The
model, LiveKit and telephony are not included: they cost the same on every platform, or the operator runs them. Speech
has lines of its own, because some platforms' prices include it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

from infra.cost import prices as p

ROOT = Path(__file__).parents[2]

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
BEGIN_UNITS = 1 + 3
"""Write units of a session's first turn beyond those of any turn: the head, and an entry of each index. Measured with
DynamoDB Local (tests/e2e/api/units/test_index_units.py)."""
END_UNITS = 1 + 1
"""Write units of a session's end: the head, and the entry that leaves `by_open`. Measured there too."""
COUNT_UNITS, COUNT_READS = 1, 3
"""Units of the counters of an ended session for reports: an item of less than 1 KB (tests/functions/adapters/dynamodb/
reports), from one query of its turns, 11 KB. A session that began 50 minutes before writes a second item."""
SEARCH_NODES, SEARCH_WORDS = 8, 25
"""Nodes and words by which a call is found (assumed)."""
SEARCH_BEGIN_UNITS, SEARCH_END_UNITS = 2 + 6, 2 + 7 + 1 + SEARCH_NODES + SEARCH_WORDS
"""Write units of the search: the row, the list of terms, and each term. The begin has no outcome, nodes and words; the
end deletes the status of the begin."""
SEARCH_READS = 3 + 3 + 3
"""Read units of the search, twice for the head and the list of terms, and once for the turns."""
SEARCH_BYTES = (SEARCH_END_UNITS - 2) * (125 + 100) + 2 * 600
"""Bytes of the search's items of a call, with the 100 that DynamoDB adds to each item."""
REPLAY_READS, REPLAY_WRITES = 5, 0.1
"""Units of a call of ten turns that is replayed, at most. It reads the head, the turns and the entry in the list. A
replay writes its calls once, and after each 100 calls their results and how far it has come."""
STRETCH_SECONDS = 20.0
"""Seconds of a replay that one message asks for (functions/replay/jobs.py)."""
SIMULATED_TURNS, SIMULATED_WAIT, SIMULATED_AT_ONCE = 10, 2.5, 4
"""Turns of a simulated call, seconds that each waits for models of the caller, the judge and the flow (assumed), and
calls that one request runs side by side."""
JUDGED_SECONDS, JUDGED_READS, JUDGED_WRITES = 3.0, 8, 4
"""Of a judged call: seconds of its model; its head, its turns and its scores; its scores of up to two units, their
counters and the count of the day."""
JUDGED_TOKENS = 1_500
"""Tokens of a judged call of 4 minutes with three questions: the transcript and the questions, and the answers."""
SIMULATED_TOKENS = 20_000
"""Tokens of such a call if the flow asks a model in each turn, as functions/simulation/estimate.py estimates them."""
TOLD_READS, TOLD_SECONDS, TOLD_LOG_BYTES = 3, 0.1 + 0.3, 2_000
"""Of a turn that a webhook gets: read units of its record, of the head and of the settings; seconds of two functions
with 512 MB, if the receiver answers in a quarter of a second (assumed); bytes of their logs."""
TURNS_A_MINUTE = 6
MINUTES_A_CALL = 4
CALLS = 1_000_000
"""Calls of the table of many calls."""
WORKER_CPUS, WORKER_GB, CALLS_PER_WORKER, FULL = 2, 4, 10, 0.6
"""Processors and GB of a worker, the calls that it can hold, and the share of them that it holds."""
OPUS_BYTES_A_MINUTE = 48_000 / 8 * 60
"""Bytes of a call's sound in one direction."""
PCM_BYTES_A_MINUTE = 24_000 * 2 * 60
"""Bytes of the caller's sound on the way to Transcribe: 16 bits, 24,000 times a second (livekit-plugins-aws)."""
CHARACTERS_A_TURN = 100
"""Characters of a reply."""
OBSERVED = 0.01
"""The share of the calls' minutes that a page of the dashboard observes."""
OBSERVERS_REQUESTS_A_MINUTE = 180
"""Requests of such a page: three a second (decision 14)."""
VISITS = 1_000
"""Visits of the dashboard in a month."""
VISIT_REQUESTS, VISIT_BYTES = 900, 2_000_000
"""Requests and bytes of a visit: a quarter of an hour with a test call of four minutes and an empty cache."""
HOURS = 730
"""Hours of a month."""
METRICS = 26
"""Metrics of a stack, of functions and workers. Flows and organizations have none."""
ALARM_METRICS = 45
"""Metrics that the alarms of infra/alarms.yaml evaluate, at most."""
INSIGHT_METRICS = 25
"""Metrics of Container Insights for a cluster with one service (from memory)."""
KEY_REQUESTS = 5 * 12 * HOURS
"""Requests of DynamoDB to KMS in a month: one in five minutes for each of five roles (from memory)."""
SECRETS = 2
"""Secrets of an organization: for its tools and for its webhook."""
VERSIONS = 5
"""Versions of a function that `make deploy` keeps."""
SNAPSHOT_FUNCTIONS = 2
"""Functions with SnapStart."""
TENANTS = ((1, 10_000), (100, 100_000), (10_000, 10_000_000))
"""Organizations, and calls of all of them in a month."""


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
    replay_seconds: float
    """Seconds to replay 1,000 calls of ten turns. One thread folds them, so that is taken as one processor."""


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
    replay = re.search(r"^\| 1,000 calls of 10 turns \| ([\d.]+) s ", text, re.MULTILINE)
    if row is None or added is None or units is None or replay is None:
        lacking = "turn 200 of `dynamodb`, two nodes of `process` or 1,000 calls of `replay`"
        raise ValueError(f"docs/benchmarks.md lacks {lacking}; run `make bench`")
    cells = [cell.strip().replace(",", "") for cell in row[1].split("|")]
    _, _, turn, _, _, _, reads, _, _ = cells
    return Measured(float(units[1]), int(reads), int(turn), float(added[1]), float(replay[1]))


def turns(of: Measured) -> dict[str, float]:
    """Return the dollars of 1,000 turns, by part."""
    requests = 3
    seconds = (of.added_millis / SHARE + requests * DYNAMODB_MILLIS) / 1000
    stored = p.STORED_GB.dollars + p.RECOVERABLE_GB.dollars
    one = {
        "API Gateway, one request": p.REST_REQUEST.dollars,
        "Lambda, one request": p.LAMBDA_REQUEST.dollars,
        f"Lambda, {seconds * 1000:.0f} ms with {MEMORY_GB:g} GB": seconds * MEMORY_GB * p.LAMBDA_GB_SECOND.dollars,
        "Lambda, one in a thousand restores a snapshot": RESTORES_PER_TURN * MEMORY_GB * p.RESTORED_GB.dollars,
        f"DynamoDB, {of.write_units:g} write units": of.write_units * p.WRITE_UNIT.dollars,
        f"DynamoDB, {of.read_units} read unit": of.read_units * p.READ_UNIT.dollars,
        f"DynamoDB, {of.turn_bytes:,} bytes for {MONTHS} months": of.turn_bytes / 1e9 * MONTHS * stored,
        f"CloudWatch, {LOG_BYTES / 1000:g} KB of logs": LOG_BYTES / 1e9 * p.LOG_GB.dollars,
    }
    return {part: 1000 * price for part, price in one.items()}


def minute(of: Measured) -> dict[str, float]:
    """Return the dollars of one minute of a call without speech, by part."""
    # The first turn also reads the missing head and the flow's line. The end adds and removes a message of the queue,
    # runs two functions, and LiveKit reports it twice.
    request = p.REST_REQUEST.dollars + p.LAMBDA_REQUEST.dollars
    begun = BEGIN_UNITS * p.WRITE_UNIT.dollars + 2 * p.READ_UNIT.dollars + request
    functions = 2 * p.LAMBDA_REQUEST.dollars + 2 * 0.1 * 0.5 * p.LAMBDA_GB_SECOND.dollars
    counted = COUNT_UNITS * p.WRITE_UNIT.dollars + COUNT_READS * p.READ_UNIT.dollars
    ended = END_UNITS * p.WRITE_UNIT.dollars + counted + 3 * p.SQS_REQUEST.dollars + functions + 2 * request
    return {
        f"{TURNS_A_MINUTE} turns": TURNS_A_MINUTE * sum(turns(of).values()) / 1000,
        f"beginning and end of a call of {MINUTES_A_CALL} minutes, with the writes of the indexes": (begun + ended)
        / MINUTES_A_CALL,
        f"search: {SEARCH_BEGIN_UNITS + SEARCH_END_UNITS} write units a call, stored for {MONTHS} months": search_call()
        / MINUTES_A_CALL,
        f"worker: {WORKER_CPUS} processors and {WORKER_GB} GB for {CALLS_PER_WORKER * FULL:g} calls": worker_hour()
        / 60
        / (CALLS_PER_WORKER * FULL),
        "worker: the call's sound through the NAT gateway, both directions": 2
        * OPUS_BYTES_A_MINUTE
        / 1e9
        * p.NAT_GB.dollars,
        "worker: the call's sound out of AWS, to LiveKit": OPUS_BYTES_A_MINUTE / 1e9 * p.OUT_GB.dollars,
        f"observers: a page that shows {OBSERVED:.0%} of the calls": OBSERVED
        * OBSERVERS_REQUESTS_A_MINUTE
        * dashboard_request(),
    }


def search_call() -> float:
    """Return the dollars of the search for a call: what is written, read and stored, and one more function."""
    written = (SEARCH_BEGIN_UNITS + SEARCH_END_UNITS) * p.WRITE_UNIT.dollars + SEARCH_READS * p.READ_UNIT.dollars
    stored = SEARCH_BYTES / 1e9 * MONTHS * (p.STORED_GB.dollars + p.RECOVERABLE_GB.dollars)
    return written + stored + p.LAMBDA_REQUEST.dollars + 0.2 * 0.5 * p.LAMBDA_GB_SECOND.dollars


def replays(of: Measured) -> dict[str, float]:
    """Return the dollars of a replay of 1,000 calls of ten turns, by part."""
    seconds = of.replay_seconds / SHARE
    stretch = 3 * p.SQS_REQUEST.dollars + p.LAMBDA_REQUEST.dollars
    return {
        f"Lambda, {seconds:.0f} s with {MEMORY_GB:g} GB": seconds * MEMORY_GB * p.LAMBDA_GB_SECOND.dollars,
        f"SQS and Lambda, a message for {STRETCH_SECONDS:.0f} s": math.ceil(seconds / STRETCH_SECONDS) * stretch,
        f"DynamoDB, {1000 * REPLAY_READS:,} read units": 1000 * REPLAY_READS * p.READ_UNIT.dollars,
        f"DynamoDB, {1000 * REPLAY_WRITES:,.0f} write units": 1000 * REPLAY_WRITES * p.WRITE_UNIT.dollars,
    }


def told_turns() -> dict[str, float]:
    """Return the dollars of 1,000 turns that a webhook gets, each alone in its message and its batches, by part."""
    one = {
        "SQS, three requests": 3 * p.SQS_REQUEST.dollars,
        f"Lambda, two requests and {TOLD_SECONDS:g} s with 0.5 GB": 2 * p.LAMBDA_REQUEST.dollars
        + TOLD_SECONDS * 0.5 * p.LAMBDA_GB_SECOND.dollars,
        f"DynamoDB, {TOLD_READS} read units": TOLD_READS * p.READ_UNIT.dollars,
        f"CloudWatch, {TOLD_LOG_BYTES / 1000:g} KB of logs": TOLD_LOG_BYTES / 1e9 * p.LOG_GB.dollars,
    }
    return {part: 1000 * price for part, price in one.items()}


def simulated(of: Measured) -> dict[str, float]:
    """Return the dollars of 1,000 simulated calls without models, by part."""
    waited = 1000 * SIMULATED_TURNS * SIMULATED_WAIT / SIMULATED_AT_ONCE
    return {
        f"{1000 * SIMULATED_TURNS:,} turns": SIMULATED_TURNS * sum(turns(of).values()),
        f"Lambda, {SIMULATED_AT_ONCE} calls at once wait for models, {SIMULATED_WAIT:g} s a turn": waited
        * MEMORY_GB
        * p.LAMBDA_GB_SECOND.dollars,
    }


def judged() -> dict[str, float]:
    """Return the dollars of 1,000 judged calls without models, by part."""
    return {
        f"Lambda, {JUDGED_SECONDS:g} s a call": 1000 * JUDGED_SECONDS * MEMORY_GB * p.LAMBDA_GB_SECOND.dollars,
        "SQS and Lambda, a message a call": 1000 * (3 * p.SQS_REQUEST.dollars + p.LAMBDA_REQUEST.dollars),
        f"DynamoDB, {1000 * JUDGED_READS:,} read units": 1000 * JUDGED_READS * p.READ_UNIT.dollars,
        f"DynamoDB, {1000 * JUDGED_WRITES:,} write units": 1000 * JUDGED_WRITES * p.WRITE_UNIT.dollars,
    }


def speech(*, generative: bool) -> dict[str, float]:
    """Return the dollars of one minute's speech, by part.

    Args:
        generative: Whether Polly's generative voices speak, the worker's default; else its neural ones.
    """
    voice, price = ("generative", p.GENERATIVE_CHARACTER) if generative else ("neural", p.NEURAL_CHARACTER)
    return {
        "Transcribe": p.TRANSCRIBE_MINUTE.dollars,
        "the caller's sound to Transcribe, through the NAT gateway": PCM_BYTES_A_MINUTE / 1e9 * p.NAT_GB.dollars,
        f"Polly, {voice}, {TURNS_A_MINUTE} replies of {CHARACTERS_A_TURN} characters": TURNS_A_MINUTE
        * CHARACTERS_A_TURN
        * price.dollars,
    }


def dashboard_request() -> float:
    """Return the dollars of a request of the dashboard: CloudFront, API Gateway, function and table."""
    function = p.LAMBDA_REQUEST.dollars + 0.03 * MEMORY_GB * p.LAMBDA_GB_SECOND.dollars + p.READ_UNIT.dollars
    return p.EDGE_REQUEST.dollars + p.REST_REQUEST.dollars + function


def visit() -> float:
    """Return the dollars of a visit of the dashboard without its test call."""
    return VISIT_BYTES / 1e9 * p.EDGE_GB.dollars + VISIT_REQUESTS * dashboard_request()


def worker_hour() -> float:
    """Return the dollars of an hour of a worker."""
    return WORKER_CPUS * p.FARGATE_CPU_HOUR.dollars + WORKER_GB * p.FARGATE_GB_HOUR.dollars


def metrics(count: int) -> float:
    """Return the dollars of a number of metrics for a month."""
    total, left = 0.0, count
    for most, price in p.METRIC_TIERS:
        total += min(left, most) * price
        left -= min(left, most)
    return total


def fixed() -> dict[str, float]:
    """Return the dollars of a month without a call, by part, for one worker and one NAT gateway."""
    snapshot = HOURS * 3600 * MEMORY_GB * p.SNAPSHOT_GB_SECOND.dollars
    return {
        "a NAT gateway": HOURS * p.NAT_HOUR.dollars,
        "its address": HOURS * p.ADDRESS_HOUR.dollars,
        "a worker": HOURS * worker_hour(),
        f"snapshots of {VERSIONS} versions of {SNAPSHOT_FUNCTIONS} functions, {MEMORY_GB:g} GB": VERSIONS
        * SNAPSHOT_FUNCTIONS
        * snapshot,
        f"{METRICS} metrics": metrics(METRICS),
        f"alarms over {ALARM_METRICS} metrics": ALARM_METRICS * p.ALARM.dollars,
        "the page in CloudWatch": p.DASHBOARD.dollars,
        f"Container Insights, {INSIGHT_METRICS} metrics": INSIGHT_METRICS * p.METRIC.dollars,
        "KMS, requests of the tables": KEY_REQUESTS * p.KMS_REQUEST.dollars,
        "LiveKit's secret and the key of calls": 2 * p.SECRET.dollars,
    }


def organizations(count: int) -> float:
    """Return the dollars of a month for the secrets of organizations. Nothing else of an organization has a price."""
    return count * SECRETS * p.SECRET.dollars


def endpoint_minutes() -> float:
    """Return the minutes of calls a month from which an interface endpoint for Transcribe costs less than NAT."""
    saved = PCM_BYTES_A_MINUTE / 1e9 * (p.NAT_GB.dollars - p.ENDPOINT_GB.dollars)
    return p.ENDPOINT_MONTH.dollars / saved
