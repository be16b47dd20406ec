"""The files that a page has fetched, with their size in bytes on the wire."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page, Response

_KINDS = {"document", "script", "stylesheet"}


@dataclass(slots=True)
class Loaded:
    """The page, its scripts and its styles that were fetched since `watch`."""

    _responses: list[Response] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("response", lambda response: self._responses.append(response))

    def sizes(self) -> dict[str, int]:
        """Return the bytes by address. Call it on an idle page: it waits for pending requests."""
        wanted = [each for each in self._responses if each.request.resource_type in _KINDS]
        return {each.url: each.request.sizes()["responseBodySize"] for each in wanted}

    def kilobytes(self) -> float:
        return sum(self.sizes().values()) / 1000

    def files(self, names: tuple[str, ...]) -> set[str]:
        """Return the addresses that end with one of the names."""
        return {each.url for each in self._responses if each.url.endswith(names)}
