"""The pages of the gallery in a browser: nobody is shut out, nothing sticks out, and the scripts do their work."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.look.conftest import WIDTHS

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

# Each page, and whether it is looked at in the dark, too.
PAGES = {
    "/look/home": True,
    "/look/home?side=supplier": False,
    "/look/rfqs": False,
    "/look/record": True,
    "/look/comparison": True,
    "/look/form": False,
    "/look/form?stale=1": True,
    "/look/parts": True,
    "/security-page/login_user?refused=1": False,
    "/front": True,
    "/refused": False,
}
# These are one narrow card, the same on every screen.
CARDS = [
    "/security-page/forgot_password",
    "/security-page/reset_password",
    "/security-page/change_password",
    "/account-page/invitation",
    "/account-page/choose",
    "/error/404",
]


def is_in_order(page: Page) -> None:
    """No accessibility rule is broken, and the page is not wider than its window."""
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [
        (rule["id"], node["target"], node["failureSummary"]) for rule in violations for node in rule["nodes"]
    ] == []


@pytest.mark.parametrize("path", PAGES)
def test_page_is_in_order(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    is_in_order(page)
    # Colours change at once, instead of on the way while they are looked at.
    page.emulate_media(reduced_motion="reduce")
    if PAGES[path]:
        page.emulate_media(color_scheme="dark")
        is_in_order(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 360, "height": WIDTHS[360]})
    is_in_order(page)


@pytest.mark.parametrize("path", CARDS)
def test_card_is_in_order(open_page: OpenPage, path: str) -> None:
    is_in_order(open_page(path, 360))


def test_sides_are_told_apart(open_page: OpenPage) -> None:
    rail = "getComputedStyle(document.querySelector('.sidebar')).backgroundColor"
    bar = "getComputedStyle(document.querySelector('.topbar')).borderTopColor"
    seen = {
        (open_page(path).evaluate(rail), open_page(path, 360).evaluate(bar))
        for path in ("/look/home", "/look/home?side=supplier")
    }
    rails, bars = zip(*seen, strict=True)
    assert len(set(rails)) == 2
    assert len(set(bars)) == 2


def test_menu_opens_on_a_narrow_screen(open_page: OpenPage) -> None:
    page = open_page("/look/home", 360)
    menu = page.get_by_role("link", name="Purchase orders")
    expect(menu).not_to_be_visible()
    page.get_by_role("button", name="Open the menu").click()
    expect(menu).to_be_visible()
    expect(page.locator(".offcanvas-lg.show:not(.showing)")).to_be_visible()
    is_in_order(page)
    page.get_by_role("button", name="Close the menu").click()
    expect(menu).not_to_be_visible()


def test_open_menus_are_in_order(open_page: OpenPage) -> None:
    page = open_page("/look/record", 360)
    for button in ("Act for another organisation", "Katharina Wessel", "More acts"):
        page.get_by_role("button", name=button).click()
        expect(page.locator(".dropdown-menu.show")).to_have_count(1)
        is_in_order(page)


def test_person_switches_organisation_and_signs_out_by_post(open_page: OpenPage) -> None:
    page = open_page("/look/home")
    page.get_by_role("button", name="Act for another organisation").click()
    with page.expect_request("**/account/switch") as switch:
        page.get_by_role("button", name="Feinguss").click()
    assert switch.value.method == "POST"
    assert "membership=12" in (switch.value.post_data or "")
    assert "request_key=" in (switch.value.post_data or "")


def test_dangerous_act_asks_first(open_page: OpenPage) -> None:
    page = open_page("/look/record")
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None
    )
    page.get_by_role("button", name="More acts").click()
    page.get_by_role("button", name="Cancel the RFQ").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Cancel RFQ 2026-014?")
    is_in_order(page)
    dialog.get_by_role("button", name="Go back").click()
    expect(dialog).not_to_be_visible()
    assert sent == []

    page.get_by_role("button", name="More acts").click()
    page.get_by_role("button", name="Cancel the RFQ").click()
    with page.expect_navigation():
        dialog.get_by_role("button", name="Cancel the RFQ").click()
    (body,) = sent
    assert "version=7" in body
    assert "reason=none" in body


def test_deadline_counts_down_by_the_servers_clock(open_page: OpenPage) -> None:
    left = open_page("/look/parts").locator(".countdown-left")
    expect(left.nth(0)).to_have_text("2 days 1 hour left")
    expect(left.nth(1)).to_have_text("The deadline has passed")


def test_rows_are_added_and_removed(open_page: OpenPage) -> None:
    page = open_page("/look/form")
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Add a line").click()
    expect(rows).to_have_count(3)
    assert page.evaluate("document.activeElement.name") == "lines-2-item"
    rows.nth(2).get_by_label("Remark").fill("third")
    rows.nth(1).get_by_role("button", name="Remove this row").click()
    page.get_by_role("button", name="Add a line").click()
    names = page.locator("[data-row] input[name$=remark]").evaluate_all(
        "list => list.map(field => field.name)"
    )
    assert names == ["lines-0-remark", "lines-2-remark", "lines-3-remark"]
    expect(page.locator("[data-row-number]")).to_have_text(["1", "2", "3"])
    is_in_order(page)

    with page.expect_navigation():
        page.get_by_role("button", name="Save the draft").click()
    expect(page.locator("[data-row] input[name$=remark]").nth(1)).to_have_value("third")


def test_last_row_stays(open_page: OpenPage) -> None:
    page = open_page("/look/form")
    page.get_by_role("button", name="Remove this row").first.click()
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.get_by_role("button", name="Remove this row")).to_have_count(0)


def test_refusals_stand_at_their_fields_and_nothing_typed_is_lost(open_page: OpenPage) -> None:
    page = open_page("/look/form", 360)
    page.get_by_label("Budget").fill("2,55")
    page.get_by_label("Quantity").first.fill("-3,5x")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the draft").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link", name="Title: Give it a title.")).to_be_visible()
    is_in_order(page)

    expect(page.get_by_label("Budget")).to_have_value("2,55")
    expect(page.get_by_label("Quantity").first).to_have_value("-3,5x")
    title = page.get_by_label("Title")
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description("What bidders read first. Give it a title.")
    summary.get_by_role("link", name="Lines 2, Item: Choose an item.").click()
    expect(page.get_by_label("Item").nth(1)).to_be_focused()


def test_page_can_be_used_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/look/form", 360, java_script_enabled=False)
    expect(page.get_by_role("link", name="Purchase orders")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.get_by_label("Quantity")).to_have_count(2)
    expect(page.get_by_role("button", name="Add a line")).not_to_be_visible()
