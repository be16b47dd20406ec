"""What a page has fetched, in bytes as they came over the wire."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page, Response

_KINDS = {"document", "script", "stylesheet"}


@dataclass(slots=True)
class Loaded:
    """From `watch` on: the page, its scripts and its styles."""

    _responses: list[Response] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("response", lambda response: self._responses.append(response))

    def sizes(self) -> dict[str, int]:
        """By address. To be called when the page is idle: what is under way would be waited for."""
        wanted = [each for each in self._responses if each.request.resource_type in _KINDS]
        return {each.url: each.request.sizes()["responseBodySize"] for each in wanted}

    def kilobytes(self) -> float:
        return sum(self.sizes().values()) / 1000

    def files(self, names: tuple[str, ...]) -> set[str]:
        """Those addresses that end with one of the names."""
        return {each.url for each in self._responses if each.url.endswith(names)}
