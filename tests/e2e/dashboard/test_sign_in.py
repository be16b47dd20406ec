"""The sign-in of the published dashboard in a browser: the code flow with PKCE and a provider for these tests."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from testing.browser.oidc_provider import CLIENT, EMAIL, ORGANIZATION, PASSWORD, Provider, oidc_provider
from testing.browser.published_site import Site, published_site


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Open a page, and assert at the end that it did not violate the site's content security policy."""
    page = context.new_page()
    broken: list[str] = []
    page.on("console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    assert broken == []


@pytest.fixture
def provider() -> Iterator[Provider]:
    with oidc_provider() as provider:
        yield provider


@pytest.fixture
def site(dist: Path, provider: Provider) -> Iterator[Site]:
    config = {"auth": "cognito", "authority": provider.issuer, "clientId": CLIENT, "domain": provider.url}
    with published_site(dist, provider, config) as site:
        yield site


def fill_in(page: Page) -> None:
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def signed_in(page: Page, site: Site, place: str = "/flows") -> None:
    page.goto(site.url + place)
    fill_in(page)
    expect(account(page)).to_be_visible()


def account(page: Page) -> Locator:
    return page.get_by_role("button", name=f"Account: {EMAIL}, {ORGANIZATION}")


def awaited(what: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not what():
        assert time.monotonic() < until, "it did not come in time"
        time.sleep(0.05)


def more(site: Site, known: int) -> None:
    """Wait until the API has got another request with a valid token."""
    awaited(lambda: len(site.claims) > known)


def test_a_user_signs_in_returns_to_the_view_and_sends_the_token(page: Page, site: Site) -> None:
    signed_in(page, site, "/flows?view=mine#here")
    assert page.url == f"{site.url}/flows?view=mine#here"
    awaited(lambda: site.claims)
    assert {(claims["email"], claims["custom:organizationId"]) for claims in site.claims} == {(EMAIL, ORGANIZATION)}
    assert {claims["token_use"] for claims in site.claims} == {"id"}
    page.go_back()
    assert "code=" not in page.url


def test_a_reloaded_or_second_view_needs_no_password(page: Page, context: BrowserContext, site: Site) -> None:
    signed_in(page, site)
    page.reload()
    expect(account(page)).to_be_visible()
    another = context.new_page()
    another.goto(f"{site.url}/sessions")
    expect(account(another)).to_be_visible()
    assert another.url == f"{site.url}/sessions"
    assert site.provider.forms_shown == 1


def test_a_user_signs_out_of_the_page_and_of_cognito(page: Page, site: Site) -> None:
    signed_in(page, site)
    account(page).click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert page.url == f"{site.url}/signed-out"
    assert site.provider.refresh_tokens == {}, "it was revoked"
    assert page.evaluate("sessionStorage.length") == 0
    page.get_by_role("button", name="Sign in again").click()
    expect(page.get_by_label("Password")).to_be_visible()
    fill_in(page)
    expect(account(page)).to_be_visible()


def test_a_refused_token_is_renewed_without_a_sign_in(page: Page, site: Site) -> None:
    signed_in(page, site)
    awaited(lambda: site.claims)
    for _ in range(2):  # the refresh token stays the same
        site.refused.add(site.bearers[-1])
        known = len(site.claims)
        page.get_by_role("link", name="Sessions").click()
        page.get_by_role("link", name="Flows").click()
        page.reload()
        more(site, known)
        expect(page.get_by_text("sign-in has expired")).to_have_count(0)
        expect(account(page)).to_be_visible()
    assert site.provider.forms_shown == 1


def test_a_token_is_renewed_before_it_expires(page: Page, site: Site) -> None:
    site.provider.seconds = 50
    signed_in(page, site)
    awaited(lambda: site.claims)
    grants = [asked.get("grant_type") for path, asked in site.provider.asked if path == "/oauth2/token"]
    assert "refresh_token" in grants
    assert len(site.bearers) == len(site.claims), "none was refused"


def test_an_expired_sign_in_is_reported_and_renewed_in_another_tab(
    page: Page, context: BrowserContext, site: Site
) -> None:
    signed_in(page, site)
    awaited(lambda: site.claims)
    page.evaluate("window.stays = 'here'")
    site.provider.refresh_tokens.clear()
    site.refused.add(site.bearers[-1])
    # The page requests the list of flows every 15 seconds.
    expect(page.get_by_role("alert").filter(has_text="Your sign-in has expired.")).to_be_visible(timeout=30_000)
    context.clear_cookies()
    with context.expect_page() as opened:
        page.get_by_role("button", name="Sign in again").click()
    fill_in(opened.value)
    expect(page.get_by_text("Your sign-in has expired.")).to_have_count(0)
    assert opened.value.is_closed()
    more(site, len(site.claims))
    assert page.evaluate("window.stays") == "here", "the page was not loaded again"


def test_a_refusal_of_the_provider_is_reported(page: Page, site: Site) -> None:
    page.goto(site.url)
    expect(page.get_by_label("Email")).to_be_visible()
    state = next(asked["state"] for path, asked in site.provider.asked if path == "/oauth2/authorize")
    page.goto(f"{site.url}/signed-in?error=access_denied&error_description=User+is+disabled.&state={state}")
    expect(page.get_by_role("heading", name="Sign-in failed")).to_be_visible()
    expect(page.get_by_text("User is disabled.")).to_be_visible()


def test_an_unrequested_response_does_not_sign_in_a_user(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/signed-in?code=somebody-elses&state=forged")
    expect(page.get_by_role("heading", name="Sign-in failed")).to_be_visible()
    assert not [path for path, _ in site.provider.asked if path == "/oauth2/token"]


@pytest.mark.parametrize("config", [None, {}, {"auth": "cognito", "clientId": "c"}])
def test_an_unconfigured_site_is_reported(
    page: Page,
    dist: Path,
    provider: Provider,
    config: dict[str, str] | None,
) -> None:
    with published_site(dist, provider, config) as site:
        page.goto(site.url)
        expect(page.get_by_role("heading", name="This dashboard is not set up")).to_be_visible()
        expect(page.get_by_text(re.compile("config.json"))).to_be_visible()


def test_without_sign_in_its_code_is_not_loaded(page: Page, dist: Path, provider: Provider) -> None:
    with published_site(dist, provider, {"auth": "local"}) as site:
        page.goto(site.url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert not [path for path in site.served if "oidc" in path or "Account" in path]
        expect(page.get_by_role("button", name=re.compile("Account"))).to_have_count(0)
