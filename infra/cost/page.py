"""Writes the page docs/cost.md from the calculations of calculation.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from functions.cost.prices import PRICED
from infra.cost import prices as p
from infra.cost.calculation import (
    CALLS,
    DYNAMODB_MILLIS,
    HOURS,
    JUDGED_TOKENS,
    MEMORY_GB,
    MINUTES_A_CALL,
    OBSERVERS_REQUESTS_A_MINUTE,
    SEARCH_WORDS,
    SECRETS,
    SIMULATED_TOKENS,
    SIMULATED_TURNS,
    TENANTS,
    VISIT_REQUESTS,
    VISITS,
    Measured,
    dashboard_request,
    endpoint_minutes,
    fixed,
    judged,
    metrics,
    minute,
    organizations,
    replays,
    search_call,
    simulated,
    speech,
    told_turns,
    turns,
    visit,
)
from infra.cost.lists import DAYS, LISTS, PAGE, SESSIONS
from infra.cost.one_call import one_call

WORKER = "a worker"
"""The line of a worker in `fixed`."""


def page(of: Measured) -> str:
    """Return docs/cost.md."""
    calls = (_turns(of), _minute(of), _many(of), _observer(of), _lists(), _proofs(of))
    sections = (_head(), one_call(), *calls, _told(), _fixed(), _tenants(of), _prices())
    return "\n".join(line for section in sections for line in section)


def _head() -> Iterator[str]:
    yield from (
        "# Costs",
        "",
        "`python -m infra.cost` writes this page, from the sizes and times in [benchmarks.md](benchmarks.md), the",
        "assumptions at the top of `infra/cost/calculation.py` and the prices [below](#prices-and-their-sources).",
        f"Check the prices before you decide. They are those of {PRICED}.",
        "",
        "The model, LiveKit and telephony are not included, but in [the cost of one call](#the-cost-of-one-call). They",
        "cost the same on every platform, or you run them yourself.",
        "",
    )


def _turns(of: Measured) -> Iterator[str]:
    waited = 1000 * MEMORY_GB * p.LAMBDA_GB_SECOND.dollars
    yield from ("## 1,000 turns", "")
    yield from _table(turns(of), "part", digits=5, total=4)
    yield from (
        "",
        "A turn with a tool writes the head twice more: 4 more write units and a read. Lambda also charges for",
        f"the wait for a model: a second adds {waited:.4f} $ to 1,000 turns.",
        "",
    )


def _minute(of: Measured) -> Iterator[str]:
    one = minute(of)
    alone = sum(one.values())
    generative, neural = (sum(speech(generative=each).values()) for each in (True, False))
    times = (alone + generative) / alone
    retell, vapi = p.RETELL_MINUTE.dollars, p.VAPI_MINUTE.dollars
    yield from ("## A minute of a call", "")
    yield from _table(one, "part, without speech", digits=6, total=5)
    yield ""
    yield from _table(speech(generative=True), "speech on AWS, the worker's default", digits=6, total=5)
    yield from (
        "",
        f"With Polly's neural voices speech is {neural:.5f} $. Another provider has its own price list. From",
        f"{endpoint_minutes():,.0f} minutes of calls a month, an interface endpoint for Transcribe in one zone costs",
        "less than the way through the NAT gateway. The template does not make one.",
        "",
        "| a minute | $ | Callflow's infrastructure in % of it |",
        "| --- | ---: | ---: |",
        f"| **Callflow, infrastructure alone** | **{alone:.5f}** | |",
        f"| Retell, voice infrastructure alone | {retell:.3f} | {alone / retell:.1%} |",
        f"| Vapi, platform alone | {vapi:.3f} | {alone / vapi:.1%} |",
        f"| **Callflow with Transcribe and Polly generative** | **{alone + generative:.4f}** | |",
        f"| Callflow with Transcribe and Polly neural | {alone + neural:.4f} | |",
        f"| Retell, the cheapest with voice and model | {p.RETELL_ALL_MINUTE.dollars:.3f} | |",
        "",
        "Retell's and Vapi's prices include media servers; Callflow uses LiveKit's, at LiveKit's price or on your own",
        "servers. Retell's voice infrastructure may include speech to text; its voices and models cost extra. With",
        f"speech on AWS a minute costs {times:.0f} times the infrastructure alone, so the choice of speech decides.",
        "",
    )


def _many(of: Measured) -> Iterator[str]:
    minutes = CALLS * MINUTES_A_CALL
    yield from (f"## {CALLS:,} calls of {MINUTES_A_CALL} minutes", "")
    for parts, head in ((minute(of), "part, without speech"), (speech(generative=True), "speech on AWS")):
        yield from _table({part: minutes * price for part, price in parts.items()}, head, digits=0, total=0)
        yield ""
    yield from ("AWS has discounts from some volume on. The tables have the first prices.", "")


def _observer(of: Measured) -> Iterator[str]:
    hour = 60 * OBSERVERS_REQUESTS_A_MINUTE * dashboard_request()
    calls = hour / (60 * sum(minute(of).values()))
    yield from (
        "## An observer",
        "",
        f"A page that shows a call while it goes on sends {OBSERVERS_REQUESTS_A_MINUTE} requests a minute:",
        f"{hour:.3f} $ an hour, as much as {calls:.1f} calls at once without speech. Ten such pages, day and night,",
        f"are {10 * HOURS * hour:.0f} $ a month. The page asks less often while nothing happens",
        "([decision 14](decisions/0014-the-dashboard-polls-sessions.md)).",
        "",
    )


def _lists() -> Iterator[str]:
    words = SEARCH_WORDS * p.WRITE_UNIT.dollars
    yield from (
        "## Pages of the dashboard",
        "",
        f"What a page reads, at most, in an organization of {SESSIONS:,} sessions in {DAYS} days. A list has {PAGE}",
        "items. No page scans: the numbers are the same for ten thousand sessions, on which tests count them",
        "(`tests/functions/search/test_read_sizes.py`, `tests/e2e/api/units/test_page_units.py`). Only the first",
        "report of a flow reads as many rows as there are sessions.",
        "",
        "| a page of | requests | read units | write units | ms | $ for 1,000 |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    )
    for name, each in LISTS.items():
        stored = each.units * p.READ_UNIT.dollars + each.writes * p.WRITE_UNIT.dollars
        dollars = 1000 * (dashboard_request() + stored)
        millis = each.requests * DYNAMODB_MILLIS / each.at_once
        yield (f"| {name} | {each.requests} | {each.units:,g} | {each.writes:,g} | {millis:,.0f} | {dollars:,.4f} |")
    yield from (
        "",
        "The ms are those of the requests to DynamoDB. To add the counters of 1,000 sessions takes about 20 ms of a",
        "processor ([benchmarks.md](benchmarks.md#a-report)). A report that needs more than ten seconds says so, and",
        "the next request goes on. A report reads a sum for each day; that of a large flow has 40 KB. The four write",
        "units of a conversation are the entry in the audit, once an hour for each reader.",
        "",
        "Where no session fits two frequent filters, a page ends after its last query, and the next one goes on.",
        "Open sessions in a page cost half a unit each, for their status.",
        "The list of versions counts the newest sessions of a flow, at most four MB of the index. The search costs",
        f"{1000 * search_call():.3f} $ for 1,000 calls, of which the words are {1000 * words:.3f} $",
        "([decision 77](decisions/0077-a-session-is-found-by-lists-of-its-terms.md)).",
        "",
    )


def _proofs(of: Measured) -> Iterator[str]:
    yield from ("## Replays and simulated callers", "")
    yield from _table(replays(of), "a replay of 1,000 calls of ten turns", digits=6, total=5)
    yield ""
    yield from _table(
        simulated(of), f"1,000 simulated calls of {SIMULATED_TURNS} turns, without models", digits=3, total=2
    )
    yield from (
        "",
        f"The models of a simulated call cost more: about {SIMULATED_TOKENS:,} tokens, if the flow asks a model in",
        "each turn. The [estimate](changes/simulated-callers.md#tokens-and-cost) says it before a run. A replay asks",
        "no model.",
        "",
    )
    yield from _table(judged(), "1,000 calls that a model scores, without the model", digits=4, total=3)
    yield from (
        "",
        f"The model reads and writes about {JUDGED_TOKENS:,} tokens for a call of {MINUTES_A_CALL} minutes and three",
        "questions ([scores](flows.md#scores)). Only flows with questions have it, for the share of the calls that",
        "they name.",
        "",
    )


def _told() -> Iterator[str]:
    yield from ("## Turns for a webhook", "")
    yield from _table(told_turns(), "1,000 turns that a webhook gets (`session.turn`)", digits=6, total=4)
    yield from (
        "",
        "Only sessions of organizations that chose the event have these costs. A turn writes no unit for it. Turns",
        "that come together share messages and invocations.",
        "",
    )


def _fixed() -> Iterator[str]:
    standing = fixed()
    yield from ("## Fixed costs", "")
    yield from _table(standing, "a month without calls, one worker, one NAT gateway", digits=2, total=0)
    yield from (
        "",
        f"That is {sum(standing.values()) / 30:.2f} $ a day. Your own network (`WorkerSubnets`) saves gateway and",
        "address, `Worker=no` also the worker and Container Insights, `Alarms=no` alarms and page. `Canary` costs",
        f"nothing, the nightly copy {p.EXPORTED_GB.dollars:.2f} $ a GB. A firewall (WAF) has its own price.",
        "",
    )


def _tenants(of: Measured) -> Iterator[str]:
    alone, spoken = sum(minute(of).values()), sum(speech(generative=True).values())
    yield from (
        "## Several organizations",
        "",
        "| organizations | calls a month | fixed | secrets | calls, no speech | speech | $ a month | $ a call |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    )
    for count, calls in TENANTS:
        minutes = calls * MINUTES_A_CALL
        standing = fixed()
        # The workers are in the line of the calls, unless the calls need less than the one that always runs.
        worker = 0.0 if minutes * alone > standing[WORKER] else standing[WORKER]
        others = sum(price for part, price in standing.items() if part != WORKER)
        costs = (others + worker, organizations(count), minutes * alone, minutes * spoken)
        cells = " | ".join(f"{each:,.0f}" for each in costs)
        yield f"| {count:,} | {calls:,} | {cells} | {sum(costs):,.0f} | {sum(costs) / calls:.3f} |"
    flows = metrics(10_000 * 5 * 2 * 10)
    yield from (
        "",
        f"An organization costs its {SECRETS} secrets ({organizations(1):.2f} $), if it has tools and a webhook. It",
        "has no metric, alarm or function of its own. Until 2026-11-29 each flow and channel had ten metrics: 10,000",
        f"organizations with five flows and two channels would have paid {flows:,.0f} $ a month for them.",
        f"{VISITS:,} visits of the dashboard with {VISIT_REQUESTS} requests each are {VISITS * visit():.2f} $, before",
        "CloudFront's free tier.",
        "",
    )


def _prices() -> Iterator[str]:
    yield from ("## Prices and their sources", "", "| one | $ | source |", "| --- | ---: | --- |")
    for each in p.prices():
        yield f"| {each.what} | {_dollars(each.dollars)} | {each.source} |"
    yield from (
        "",
        "AWS's pages show most prices by script. So the source is often who copied or quoted them, with the date.",
        "",
    )


def _table(parts: Mapping[str, float], head: str, *, digits: int, total: int) -> Iterator[str]:
    yield from (f"| {head} | $ |", "| --- | ---: |")
    for part, price in parts.items():
        yield f"| {part} | {price:,.{digits}f} |"
    yield f"| **total** | **{sum(parts.values()):,.{total}f}** |"


def _dollars(price: float) -> str:
    """Write a price with as many digits as it has."""
    return f"{price:.10f}".rstrip("0").rstrip(".")
