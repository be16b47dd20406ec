"""Traces of the worker's requests by OpenTelemetry, sent to a collector by OTLP. Off unless a collector is named.

The SDK reads its own variables (OTEL_EXPORTER_OTLP_ENDPOINT and others):
https://opentelemetry.io/docs/languages/sdk-configuration/. livekit-agents has a tracer of its own, which would record
what a caller says. It stays off: the provider here is not the global one.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from opentelemetry.trace import NoOpTracerProvider, TracerProvider

if TYPE_CHECKING:
    from opentelemetry.sdk import trace as sdk

EXPORT_SECONDS = 2
"""Seconds that one request to the collector may take. The end of a call waits for it."""


def provider(*, on: bool) -> TracerProvider:
    """Return the provider of this process's tracers.

    Args:
        on: Whether traces are sent.

    Returns:
        The provider. One that is off makes spans that carry nothing.
    """
    return _exporting() if on else NoOpTracerProvider()


def flush(*, on: bool) -> None:
    """Send the spans that have ended. A job's process may be ended right after its call."""
    if on:
        _exporting().force_flush(EXPORT_SECONDS * 1000)


@cache
def _exporting() -> sdk.TracerProvider:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource
    from opentelemetry.sdk.trace import TracerProvider as Exporting
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    made = Exporting(resource=Resource({"service.name": "callflow-worker"}).merge(OTELResourceDetector().detect()))
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=EXPORT_SECONDS)))
    return made
