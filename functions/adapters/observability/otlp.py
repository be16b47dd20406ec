"""Traces by OpenTelemetry's SDK, sent to a collector by OTLP over HTTP.

The SDK reads its own variables (OTEL_EXPORTER_OTLP_ENDPOINT, …_HEADERS, OTEL_TRACES_SAMPLER, OTEL_RESOURCE_ATTRIBUTES):
https://opentelemetry.io/docs/languages/sdk-configuration/. It is loaded with the first span: most processes have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from opentelemetry import context, trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from functions.ports.observing.spans import Known, Span, SpanKind

if TYPE_CHECKING:
    import requests
    from opentelemetry.sdk.trace import TracerProvider

EXPORT_SECONDS = 1
"""Seconds that one request to the collector may take. A function waits for it after its answer."""
_KINDS = {"server": trace.SpanKind.SERVER, "client": trace.SpanKind.CLIENT}
_WIRE = TraceContextTextMapPropagator()
_HEADERS = ("traceparent", "tracestate")


class OtlpSpans:
    """`Spans` that are exported.

    Args:
        service: The name of the service, unless OTEL_SERVICE_NAME names another one.
        version: The version of the service.
        headers: Reads the headers of each request to the collector. It may raise UnavailableError: then the spans of
            this request are lost, and the SDK logs why. By default those of the SDK's variables.
    """

    def __init__(self, service: str, version: str, headers: Callable[[], Mapping[str, str]] | None = None) -> None:
        self._service = service
        self._version = version
        self._headers = headers

    @cached_property
    def _provider(self) -> TracerProvider:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        ours = Resource({"service.name": self._service, "service.version": self._version})
        provider = TracerProvider(resource=ours.merge(OTELResourceDetector().detect()))
        session = None if self._headers is None else _session(self._headers)
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=EXPORT_SECONDS, session=session)))
        return provider

    @cached_property
    def _tracer(self) -> trace.Tracer:
        return self._provider.get_tracer("callflow", self._version)

    def incoming(self, headers: Mapping[str, str]) -> None:
        """See `Spans.incoming`."""
        carried = {name: headers[name] for name in _HEADERS if name in headers}
        # Not detached: each request replaces the context of the one before, and threads of a request share it.
        context.attach(_WIRE.extract(carried, context=context.Context()))

    @contextmanager
    def open(self, name: str, kind: SpanKind, known: Known) -> Iterator[Span]:
        """See `Spans.open`."""
        # The SDK would record an exception with its text, which may hold a caller's words.
        with self._tracer.start_as_current_span(
            name, kind=_KINDS[kind], record_exception=False, set_status_on_exception=False
        ) as span:
            opened = _OtlpSpan(span)
            opened.add(known)
            try:
                yield opened
            except BaseException as error:
                opened.failed(type(error).__name__)
                raise

    def outgoing(self) -> Mapping[str, str]:
        """See `Spans.outgoing`."""
        headers: dict[str, str] = {}
        _WIRE.inject(headers)
        return headers

    def flush(self) -> None:
        """See `Spans.flush`."""
        if "_provider" in self.__dict__:
            self._provider.force_flush(EXPORT_SECONDS * 1000)


def _session(headers: Callable[[], Mapping[str, str]]) -> requests.Session:
    """Make the client of a collector that asks for headers. It follows no redirection: they are for this collector."""
    import requests

    def with_headers(request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers.update(headers())
        return request

    session = requests.Session()
    session.auth = with_headers
    session.max_redirects = 0
    return session


class _OtlpSpan:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def add(self, known: Known) -> None:
        """See `Span.add`."""
        self._span.set_attributes({name: value for name, value in known.items() if value is not None})

    def failed(self, kind: str) -> None:
        """See `Span.failed`."""
        self._span.set_status(trace.StatusCode.ERROR)
        self._span.set_attribute("error.type", kind)
