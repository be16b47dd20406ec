"""The port to traces: what a turn did and when, as spans of OpenTelemetry. A caller's words are never in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Literal, Protocol, TypeAlias

SpanKind: TypeAlias = Literal["server", "client"]
"""`server`: a request that came in. `client`: a request to something else."""
Known: TypeAlias = Mapping[str, str | int | float | bool | None]
"""Attributes by name: ids, names of the author's, counts and times. One that is None is left out."""


class Span(Protocol):
    """A span that is open."""

    def add(self, known: Known) -> None:
        """Add attributes."""
        ...

    def failed(self, kind: str) -> None:
        """Mark the span as failed.

        Args:
            kind: What failed, as a fixed name. Never the text of an error, which may quote a caller.
        """
        ...


class Spans(Protocol):
    """Makes spans. Nothing here raises, also if the collector is away."""

    def incoming(self, headers: Mapping[str, str]) -> None:
        """Begin a request.

        Args:
            headers: Its headers, by lower-case names. With a valid `traceparent` (W3C Trace Context), the spans of the
                request belong to the trace of its sender.
        """
        ...

    def open(self, name: str, kind: SpanKind, known: Known) -> AbstractContextManager[Span]:
        """Open a span within the one that is open. An exception that passes through it marks it as failed."""
        ...

    def outgoing(self) -> Mapping[str, str]:
        """Return the headers that carry the trace to what is asked now; none without a trace."""
        ...

    def flush(self) -> None:
        """Send the spans that have ended, within a second. A function calls it when it has answered."""
        ...


class _NoSpan:
    def add(self, known: Known) -> None:
        """See `Span.add`."""

    def failed(self, kind: str) -> None:
        """See `Span.failed`."""


class NoSpans:
    """`Spans` of a process without traces."""

    def incoming(self, headers: Mapping[str, str]) -> None:
        """See `Spans.incoming`."""

    @contextmanager
    def open(self, name: str, kind: SpanKind, known: Known) -> Iterator[Span]:
        """See `Spans.open`."""
        yield _NoSpan()

    def outgoing(self) -> Mapping[str, str]:
        """See `Spans.outgoing`."""
        return {}

    def flush(self) -> None:
        """See `Spans.flush`."""
