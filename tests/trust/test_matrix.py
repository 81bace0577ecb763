"""Every route of an RFQ × every relation to it × every stage of its life, against one table.

The table is written by hand, beside the workflow and not from it: a letter for each stage (draft, published,
closed, opened, awarded, cancelled) says what the role that may, of the buyer or of the bidder itself, gets there.
Everybody else gets nothing in any stage: another buyer and an uninvited supplier what a missing record answers,
a competitor the same for what is Alpha's own, nobody the way to the door.
"""

import re

import pytest
from sqlalchemy import func, select

from portal.accounts.roles import Side
from portal.db import db
from portal.history import Event
from portal.web import access
from tests.trust.stages import STAGES, stage
from tests.trust.walking import boss
from tests.web.test_routes import rules_of

# o: the page is there. >: one is sent away. -: there is no such thing. x: refused, nothing is written.
# +: the act is open (that it then works, the tests of its domain say).
TABLE = {
    "GET buyer.rfq": "oooooo",
    "GET buyer.rfq_file": "oooooo",
    "GET buyer.rfq_record": "oooooo",
    "GET buyer.rfq_copy": "oooooo",
    "GET buyer.rfq_edit": "o>>>>>",
    "GET buyer.rfq_certificate": "o>>>>>",
    "GET buyer.rfq_invite": "oo>>>>",
    "GET buyer.rfq_addendum": ">o>>>>",
    "GET buyer.rfq_deadline": ">o>>>>",
    "GET buyer.rfq_cancel": "oooo>>",
    "GET buyer.rfq_unsuccessful": ">>>o>>",
    "GET buyer.rfq_return": ">>>>>>",
    "GET buyer.rfq_comparison": ">>>oo>",
    "GET buyer.rfq_award": ">>>o>>",
    "GET buyer.question_answer": "-o>>->",
    "GET buyer.award": "---oo-",
    "GET buyer.award_cancel": "---o>-",
    "GET buyer.bid": "---oo-",
    "GET buyer.bid_file": "------",
    "GET buyer.bid_disqualify": "---o>-",
    "GET buyer.contract_from_award": "--->o-",
    "GET buyer.rfq_opening": "ooo>>>",
    "GET buyer.rfq_unseal": ">>>>>>",
    "POST buyer.rfq_edit": "+xxxxx",
    "POST buyer.rfq_opening": "+++xxx",
    "POST buyer.rfq_agree": "xxxxxx",
    "POST buyer.rfq_unseal": "xxxxxx",
    "POST buyer.rfq_certificate": "+xxxxx",
    "POST buyer.rfq_file_remove": "+xxxxx",
    "POST buyer.rfq_publish": "+xxxxx",
    "POST buyer.rfq_request_approval": "+xxxxx",
    "POST buyer.rfq_approve": "xxxxxx",
    "POST buyer.rfq_return": "xxxxxx",
    "POST buyer.rfq_copy": "++++++",
    "POST buyer.rfq_invite": "++xxxx",
    "POST buyer.invitation_remove": "+xxxxx",
    "POST buyer.rfq_addendum": "x+xxxx",
    "POST buyer.rfq_deadline": "x+xxxx",
    "POST buyer.question_answer": "-+xx-x",
    "POST buyer.rfq_cancel": "++++xx",
    "POST buyer.rfq_open": "xx+xxx",
    "POST buyer.rfq_unsuccessful": "xxx+xx",
    "POST buyer.rfq_award": "xxx+xx",
    "POST buyer.bid_disqualify": "---+x-",
    "POST buyer.award_approve": "---+x-",
    "POST buyer.award_publish": "---xx-",
    "POST buyer.award_cancel": "---+x-",
    "POST buyer.order_from_award": "---x+-",
    "POST buyer.contract_from_award": "---x+-",
    "GET supplier.rfq": "-ooooo",
    "GET supplier.rfq_file": "-ooooo",
    "GET supplier.rfq_record": "-ooooo",
    "GET supplier.rfq_ask": "-ooooo",
    "GET supplier.rfq_decline": "-ooooo",
    "GET supplier.bid": "-ooooo",
    "GET supplier.bid_version": "-ooooo",
    "GET supplier.bid_document": "-ooooo",
    "GET supplier.bid_receipt": "-ooooo",
    "GET supplier.bid_receipt_text": "-ooooo",
    "GET supplier.bid_file": "------",
    "GET supplier.bid_edit": "-ooooo",
    "GET supplier.bid_submit": "-ooooo",
    "GET supplier.bid_confirm": "-ooooo",
    "POST supplier.rfq_intend": "-+xxxx",
    "POST supplier.rfq_decline": "-xxxxx",
    "POST supplier.rfq_ask": "-+xxxx",
    "POST supplier.bid_start": "-xxxxx",
    "POST supplier.bid_edit": "-+++x+",
    "POST supplier.bid_submit": "-xxxxx",
    "POST supplier.bid_confirm": "-xxxxx",
    "POST supplier.bid_withdraw": "-+xxxx",
}
NAMES = {"rfq", "invitation", "question", "bid", "version", "opened", "award"}
# What everybody invited may read, and do for itself.
SHARED = {"rfq", "file"}
# What looking and being refused leave behind.
TRACES = ("AccessRefused", "OpenedBidRead", "InvitationViewed", "RecordExported", "SigningKeyMade")
# Whose forms test_foreign_is_missing sends already; a stage can show them a page too many.
BRIEFLY = {"another buyer", "an uninvited supplier"}
REFUSED = {200, 303, 400, 403, 409, 422}
pytestmark = pytest.mark.one_database("sqlite")


def routes(app):
    """Every route that names an RFQ or a part of one: its line in the table, its rule and its parameters."""
    for url_rule in sorted(rules_of(app), key=str):
        rule = access.rule_of(url_rule.endpoint)
        if rule is not None and rule.side is not None and url_rule.arguments & NAMES:
            arguments = re.findall(r"<(?:\w+:)?(\w+)>", url_rule.rule)
            for method in sorted(url_rule.methods & {"GET", "POST"}):
                yield f"{method} {url_rule.endpoint}", rule, arguments


def test_every_route_of_an_rfq_has_a_line(app):
    assert {line for line, _rule, _arguments in routes(app)} == TABLE.keys()


def written() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Event).where(Event.name.not_in(TRACES)))


def is_right(expected: str, answer, changed: bool) -> bool:
    good = {"o": {200}, ">": {302, 303}, "-": {404}, "x": REFUSED}[expected]
    return answer.status_code in good and not changed


@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("name", STAGES)
def test_everybody_gets_what_the_table_says(app, world, client, sign_in, now, clock, name):
    made = stage(name, world, now)
    clock.move_to(made.at)
    asking = [
        (Side.BUYER, world.acme, "the buyer"),
        (Side.SUPPLIER, world.alpha, "the bidder"),
        (Side.BUYER, world.bolt, "another buyer"),
        (Side.SUPPLIER, world.beta, "a competitor"),
        (Side.SUPPLIER, world.gamma, "an uninvited supplier"),
    ]
    if name == "published":
        # Whoever is not signed in comes as far as the door, which knows of no stages.
        asking.append((None, None, "nobody"))
    wrong, tried = [], 0
    for side, company, who in reversed(asking):
        if company is None:
            client.get("/logout")
        else:
            sign_in(client, company, boss(company))
        before = written()
        for line, rule, arguments in routes(app):
            expected = expectation(line, arguments, who, STAGES.index(name))
            method, endpoint = line.split()
            if expected == "+" or side not in (rule.side, None) or (who in BRIEFLY and method == "POST"):
                continue
            with app.test_request_context():
                url = app.url_for(endpoint, **{argument: made.ids[argument] for argument in arguments})
            answer = client.get(url) if method == "GET" else client.post_form(url)
            tried += 1
            if company is None:
                right = answer.status_code == (303 if method == "GET" else 403) and written() == before
            else:
                right = is_right(expected, answer, method == "POST" and written() != before)
            if not right:
                wrong.append(f"{line} as {who}: {answer.status_code}, not {expected}")
                before = written()
    assert wrong == [], "\n".join(wrong)
    assert tried > 80


def expectation(line: str, arguments: list[str], who: str, place: int) -> str:
    if who in ("the buyer", "the bidder", "nobody"):
        return TABLE[line][place]
    if who == "a competitor" and set(arguments) <= SHARED:
        return TABLE[line][place] if line.startswith("GET") else "+"
    return "-"
