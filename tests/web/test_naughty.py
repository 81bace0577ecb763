"""Every naughty string in every text field of every form: stored or refused with a sentence, never a failure.

The strings are the Big List of Naughty Strings (MIT), read from the shared inputs. Forms are found by walking the
routes, their fields by reading the pages; the strings are spread over the fields and submissions of each form.
Each form gets a part of them, another one than the form before; ``--whole`` sends all of them to each.
"""

from html.parser import HTMLParser

import pytest

from portal.accounts.roles import Role, Side
from portal.db import transaction
from tests import naughty
from tests.objects import Objects
from tests.web.test_routes import sided_routes

TEXT_TYPES = {"text", "email", "search", "tel", "url", ""}
KEYS = ("csrf_token", "request_key", "version")
ROOM = 190
# So that several processes have their share of the forms.
SHARES = 4
PARTS = 8


class FormReader(HTMLParser):
    """The fields of the main form of a page: what can be typed into, and what else is sent along."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: list[str] = []
        self.sent: dict[str, str] = {}
        self._in_form = False
        self._select = ""

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in_form = "form" in values.get("class", "").split()
        if not self._in_form or ("name" not in values and tag != "option"):
            return
        if tag == "textarea" or (tag == "input" and values.get("type", "") in TEXT_TYPES):
            self.typed.append(values["name"])
        elif tag == "input" and values.get("type") not in ("checkbox", "radio", "file", "submit"):
            self.sent[values["name"]] = values.get("value", "")
        elif tag == "input" and "checked" in values:
            self.sent[values["name"]] = values.get("value", "on")
        elif tag == "select":
            self._select = values["name"]
        elif tag == "option" and self._select and ("selected" in values or self._select not in self.sent):
            self.sent[self._select] = values.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._in_form = False
        if tag == "select":
            self._select = ""


@pytest.fixture(scope="module")
def pieces() -> list[str]:
    return joined(naughty.strings())


@pytest.mark.one_database
@pytest.mark.parametrize("share", range(SHARES))
def test_every_naughty_string_in_every_text_field(app, world, client, sign_in, now, pieces, share, whole):
    with transaction():
        objects = Objects(world, now)
    own = {Side.BUYER: world.acme, Side.SUPPLIER: world.alpha}
    failed, forms, fields, sent = [], 0, 0, set()
    for route in list(sided_routes(app, objects))[share::SHARES]:
        if route.method != "POST" or "GET" not in methods_of(app, route.endpoint):
            continue
        sign_in(client, own[route.rule.side], Role(sorted(route.rule.write)[0]))
        page = client.get(route.url)
        reader = FormReader()
        reader.feed(page.text)
        if page.status_code != 200 or not reader.typed:
            continue
        forms, fields = forms + 1, fields + len(reader.typed)
        some = pieces if whole else pieces[forms % PARTS :: PARTS]
        sent |= set(some)
        for form in filled(reader, some):
            answer = client.post_form(route.url, form)
            if answer.status_code not in (303, 302, 403, 404, 409, 422):
                failed.append((str(route), answer.status_code, form))
                break
        again = client.get(route.url)
        if again.status_code >= 500:
            failed.append((str(route), "shown again", again.status_code))
    assert failed == []
    assert (forms >= PARTS, fields >= 5) == (True, True)
    assert sent == set(pieces)


def filled(reader: FormReader, pieces: list[str]):
    """Submissions that spread every piece over the typed fields of a form."""
    keys = {name: value for name, value in reader.sent.items() if name not in KEYS}
    for start in range(0, len(pieces), len(reader.typed)):
        here = pieces[start : start + len(reader.typed)]
        yield keys | dict(zip(reader.typed, here, strict=False))


def joined(strings: list[str]) -> list[str]:
    """The strings in pieces that fit into a field of one line, most of them several to a piece."""
    pieces, piece = [], ""
    for string in strings:
        if piece and len(piece) + len(string) > ROOM:
            pieces.append(piece)
            piece = ""
        piece = f"{piece} {string}" if piece else string
    return [*pieces, piece]


def methods_of(app, endpoint: str) -> set[str]:
    return {method for rule in app.url_map.iter_rules(endpoint) for method in rule.methods}
