"""The test panel and the view of a session, with locators by visible names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from testing.calls.calls import Calls, Json


@dataclass(frozen=True, slots=True)
class Panel:
    page: Page

    @property
    def log(self) -> Locator:
        """The saved messages of the conversation."""
        return self.page.get_by_role("log", name="Transcript")

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message to the agent")

    @property
    def state(self) -> Locator:
        """The state of the call, in words."""
        return self.page.get_by_role("region", name="Call", exact=True).get_by_role("status")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def say(self, words: str) -> None:
        expect(self.state).to_have_text("Listening")
        self.field.fill(words)
        self.field.press("Enter")

    def hears(self, *replies: str) -> None:
        for reply in replies:
            expect(self.log).to_contain_text(reply)

    def is_over(self) -> None:
        expect(self.state).to_have_text("Ended")

    def stands_at(self, node_id: str) -> None:
        """Expect the node to be highlighted as the current one."""
        expect(self.node(node_id)).to_have_attribute("data-state", "current")

    def node(self, node_id: str) -> Locator:
        return self.page.locator(f'.react-flow__node[data-id="{node_id}"] [data-state]').first

    def ran(self) -> set[str]:
        """Return the ids of the nodes on the path."""
        marked = '.react-flow__node:has([data-state="visited"], [data-state="now"], [data-state="current"])'
        ids: list[str] = self.page.locator(marked).evaluate_all("nodes => nodes.map(node => node.dataset.id)")
        return set(ids)

    def turn(self, name: str) -> None:
        """Open a tab of the picture: This turn, Variables or All turns."""
        self.page.get_by_role("tab", name=name, exact=True).click()

    def step(self, node_title: str) -> Locator:
        """Return the step that the selected turn took at a node."""
        steps = self.page.get_by_role("tabpanel", name="This turn").get_by_role("listitem")
        return steps.filter(has=self.page.get_by_role("heading", name=node_title, exact=True))

    def evaluation(self, node_title: str, label: str) -> Locator:
        """Return one expression of a node, with its value or its error."""
        return self.step(node_title).get_by_role("listitem").filter(has_text=label)

    def place(self) -> Locator:
        """Return the label of the selected turn."""
        return self.page.get_by_role("group", name="Step through the turns").get_by_text("Turn ", exact=False).first

    @property
    def timing(self) -> Locator:
        """The bar with the timings of the turn. Its name has the timings in words."""
        return self.page.get_by_role("tabpanel", name="This turn").get_by_role("img", name=re.compile("in total:"))

    def variable(self, name: str) -> Locator:
        rows = self.page.get_by_role("tabpanel", name="Variables").get_by_role("row")
        return rows.filter(has=self.page.get_by_role("rowheader", name=name, exact=True))

    def lines(self) -> list[str]:
        """Return the lines of the conversation, each with its speaker."""
        said: list[str] = self.log.locator("[data-turn] > div:first-child").all_inner_texts()
        return [" ".join(line.split()) for line in said]


def session_of(page: Page, calls: Calls) -> Json:
    """Return the session that the page's address names."""
    found = re.search(r"[?&]session=([^&]+)", page.url)
    assert found, page.url
    return calls.session(found[1])
