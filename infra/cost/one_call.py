"""Writes the section of docs/cost.md about the cost of one call. It is calculated in functions/cost."""

from __future__ import annotations

from collections.abc import Iterator

from functions.cost import prices


def one_call() -> Iterator[str]:
    """Yield the lines of the section, with the list prices."""
    yield from (
        "## The cost of one call",
        "",
        "The page of a session shows what its call costs, by part. `GET /api/flows/sessions/{sessionId}/cost` returns",
        "it ([decision 85](decisions/0085-the-cost-of-a-call-is-computed-when-it-is-read.md)). Each part is a quantity",
        "times a price, as decimal numbers; the total is their exact sum.",
        "",
        "| part | quantity | comes from |",
        "| --- | --- | --- |",
        "| `model` | tokens read and written, by model | measured: the trace of each turn |",
        "| `speechToText` | seconds of sound, by engine | measured by the worker: all that it sent, also silence |",
        "| `textToSpeech` | characters, by engine | measured by the worker: what was synthesized, no kept sound |",
        "| `telephony` | minutes, of a phone call | estimated: from the answer to the end, by Callflow's clock |",
        "| `livekit` | minutes of two participants | estimated in the same way |",
        "| `platform` | turns, the session, minutes of a worker | estimated: the sums of this page |",
        "",
        "`estimated` and `unknown` stand at a part. **A quantity that nobody knows is unknown, and never 0.** It has",
        "no amount, and the total is without it. Where the quantity is known and no price is, the amount is null too.",
        "",
        "- A worker reports with each turn what it has used since it joined. So a report that is lost or comes twice",
        "  changes nothing, and a worker that takes over after a crash adds its own numbers.",
        "- Nothing is reported after the last turn. The last reply of each worker, and the sound since the last",
        "  report, are an `estimated` line: the most that they can have cost. A reply that is kept as sound cost",
        "  nothing.",
        "- Speech is `unknown` if no worker reported: a call of an earlier release, or one that ended at its first",
        "  turn.",
        "- Tokens of a question that failed, or that a provider did not count, are `unknown`. Tokens from a provider's",
        "  cache are counted as others. A draft that no turn took, the worker's own fallback model, a judge and a",
        "  simulated caller are not in it.",
        "- Providers round: LiveKit and many carriers up to the next minute, Transcribe up to 15 seconds a stream. A",
        "  transferred call may cost telephony after its end here. People who listen in are further participants.",
        "- Tools are yours, and in no part.",
        "- The prices are those of today. While a call goes on, the answer is the cost until its last turn. The report",
        "  has the tokens of all calls by model, and no amounts: the minutes in its counters are rounded.",
        "",
        "The list prices are below. Set your own in the settings of the organization: `prices` of `PUT /api/settings`.",
        "`CALLFLOW_MODEL_PRICES` of the operator counts before both, also for",
        "[simulated callers](changes/simulated-callers.md#tokens-and-cost). With your own LiveKit servers, set",
        "`livekitMinute` to 0.",
        "",
        "```json",
        '{"prices": {"models": {"groq/llama-3.3-70b-versatile": {"input": 0.59, "output": 0.79}},',
        '            "speechToText": {"deepgram/nova-3": 0.0077}, "textToSpeech": {"cartesia/sonic-3": 50},',
        '            "telephonyMinute": 0.0055, "livekitMinute": 0}}',
        "```",
        "",
        "| list price | $ | of |",
        "| --- | ---: | --- |",
    )
    for model, listed in prices.MODELS.items():
        costs = f"{listed.price.input} and {listed.price.output}"
        yield f"| `{model}` | {costs} | a million tokens, read and written ({listed.source}) |"
    for heard, price in prices.SPEECH_TO_TEXT.items():
        yield f"| `speechToText`, `{heard}` | {price.dollars} | a minute ({price.source}) |"
    for spoken, price in prices.TEXT_TO_SPEECH.items():
        yield f"| `textToSpeech`, `{spoken}` | {price.dollars} | a million characters ({price.source}) |"
    for name, price in {
        "telephonyMinute": prices.TELEPHONY_MINUTE,
        "livekitMinute": prices.LIVEKIT_MINUTE,
        "platformTurn": prices.PLATFORM_TURN,
        "platformSession": prices.PLATFORM_SESSION,
        "workerMinute": prices.WORKER_MINUTE,
    }.items():
        yield f"| `{name}` | {price.dollars:f} | one ({price.source}) |"
    yield ""
