"""No read forgets whose it is: what the code may not even write, with a reason for each exception.

Every public function of a domain's queries names the reading organisation first, or takes a record that was found
for it, or narrows a statement that names it. SQL as text is nowhere but where it names no tenant's table, and the
sides write no statements of their own.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.db import Model

ROOT = Path(__file__).parents[2]
READERS = {"buyer_id", "supplier_id", "reader_id", "organisation_id"}

NO_READER = {
    "accounts/queries.py:token_hash": "a computation",
    "accounts/queries.py:sign_in": "finds out who asks",
    "accounts/queries.py:memberships": "a person's own",
    "accounts/queries.py:sessions": "a person's own",
    "accounts/queries.py:authenticator": "a person's own",
    "accounts/queries.py:passkey": "a person's own",
    "accounts/queries.py:passkeys": "a person's own",
    "accounts/queries.py:recovery_codes_left": "a person's own",
    "accounts/queries.py:buyer_named": "for commands, whose operator names the buyer",
    "documents/queries.py:to_render": "for the worker, which serves nobody",
    "documents/queries.py:without_file": "for the worker, which serves nobody",
    "measures/queries/readers.py:within": "a condition on a column",
    "measures/queries/readers.py:by_supplier": "takes rows that were found",
    "orders/queries/contracts.py:contract_by_id": "for reactions, by an event's id",
    "orders/queries/contracts.py:expired": "a condition on the day",
    "orders/queries/contracts.py:running": "a condition on the day",
    "orders/queries/lots.py:decision_by_id": "for reactions, by an event's id",
    "orders/queries/orders.py:order_by_id": "for reactions, by an event's id",
    "orders/queries/orders.py:overdue": "a condition on the day",
    "orders/queries/shipments.py:shipment_by_id": "for reactions, by an event's id",
    "partnerships/queries.py:account_with_numbers": "finds the account that two registrations share",
    "partnerships/queries.py:compacted": "an expression over a column",
    "scorecards/queries/schemes.py:in_force": "takes schemes that were found",
    "scorecards/queries/schemes.py:upcoming": "takes schemes that were found",
    "sourcing/queries/awards.py:awarded_of": "takes the id of a line that was found",
    "sourcing/queries/bids.py:returned": "an expression for the statement around",
    "sourcing/queries/door.py:hash_as_stored": "for the audit: of an envelope, which it does not open",
    "sourcing/queries/evidence/__init__.py:verify": "the audit reads all, for the operator",
    "sourcing/queries/evidence/awards.py:verify": "the audit reads all, for the operator",
    "sourcing/queries/evidence/keys.py:verify": "the audit reads all, for the operator",
    "sourcing/queries/evidence/opened.py:verify": "the audit reads all, for the operator",
    "sourcing/queries/evidence/versions.py:verify": "the audit reads all, for the operator",
    "sourcing/queries/keys.py:of_rfq": "for the door, the receipt and the rotation",
    "sourcing/queries/keys.py:signing": "the installation's own key",
    "sourcing/queries/receipts.py:check": "public: reads the installation's keys only",
    "sourcing/queries/receipts.py:public_keys": "public: the installation's keys",
    "sourcing/queries/rfqs.py:closed": "a condition on the instant",
}
SQL_AS_TEXT = {
    "backup.py": "sequences and the revision: the operator's copy of all tables",
    "engines.py": "begins a write on SQLite",
    "web/front.py": "asks whether the database answers",
    "orders/models/orders.py": "the condition of an index",
    "guards.py": "puts the triggers on",
    "isolation.py": "puts the policies on",
}
SIDES_SELECT = {
    "buyer/requirements.py": "choices of the buyer's own categories and partners",
    "supplier/asked.py": "what the supplier's own buyers ask of it",
    "web/account.py": "an invitation, by the token in its link",
    "web/counts.py": "tries, which belong to no organisation",
    "web/mail.py": "for the worker: whom a mail goes to",
    "web/once.py": "the organisation's own request keys",
    "web/paging.py": "wherever a statement that was handed over goes on",
    "web/passkey.py": "who signs in, by the key that answers",
    "web/security.py": "who signs in",
    "web/timeline.py": "names of people and companies of events that were found",
}
# Where the running code reads or writes for everybody, which PostgreSQL then holds back nothing from.
FOR_EVERYBODY = {
    "accounts/queries.py:lately": "events of one's own account stand in the chain of whatever company one acted for",
    "history.py:_append": "an event names all its readers, and chains are linked beside each other",
    "history.py:record": "what follows concerns others too",
    "partnerships/queries.py:asks_second_factor": "asked before the session acts for anybody",
    "partnerships/service/inviting.py:accept_offer": "takes the place of a company that the buyer made",
    "partnerships/service/inviting.py:invite_again": "renews an offer, of which the buyer must not know",
    "partnerships/service/inviting.py:invite_supplier": "makes a company that is nobody's yet",
    "sourcing/service/keys.py:provide": "whoever seals the first bid makes the keys of both sides",
    "timekeeping.py:ahead_of": "the clock must not lie behind any company's events",
    "web/access.py:any_session": "serves whoever was found to ask",
    "web/access.py:check": "serves the organisation that the session acts for",
}
# A statement or column that the caller has, and what is read from a scheme that it found.
NARROWED = {"Select", "Scheme", "InstrumentedAttribute"}
TEXTS = {"text", "exec_driver_sql", "literal_column", "TextClause"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "portal").rglob("*.py")):
        yield path.relative_to(ROOT / "portal").as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def unscoped(name: str, tree: ast.Module) -> Iterator[str]:
    """The public functions of a module of queries that may read for anybody."""
    found = {mapper.class_.__name__ for mapper in Model.registry.mappers} | {
        "Select",
        "Scheme",
        "InstrumentedAttribute",
    }
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        first = node.args.args[0] if node.args.args else None
        names = {part.id for part in ast.walk(first) if isinstance(part, ast.Name)} if first else set()
        names |= (
            {part.attr for part in ast.walk(first) if isinstance(part, ast.Attribute)} if first else set()
        )
        if first is None or (first.arg not in READERS and not names & found):
            yield f"{name}:{node.name}"


def text_sql(tree: ast.Module) -> bool:
    """Whether a module takes SQL as text from SQLAlchemy."""
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
    }
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return bool(TEXTS & imported) or "exec_driver_sql" in called


def selects(tree: ast.Module) -> bool:
    """Whether a module begins a statement of its own."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "select"
        for node in ast.walk(tree)
    )


def switches(tree: ast.AST) -> bool:
    """Whether a function decides whom the database serves."""
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in called}
    return bool(names & {"everybody", "serve"})


def test_queries_name_who_reads():
    read = {
        found
        for name, tree in modules()
        if "/queries/" in name or name.endswith("/queries.py")
        for found in unscoped(name, tree)
    }
    assert read - NO_READER.keys() == set(), "name the reading organisation first, or say here why not"
    assert NO_READER.keys() - read == set(), "these need no exception any more"


def test_sql_is_text_nowhere_else():
    assert {name for name, tree in modules() if text_sql(tree)} == SQL_AS_TEXT.keys()


def test_the_sides_leave_statements_to_the_queries():
    sides = ("buyer/", "supplier/", "web/")
    assert {
        name for name, tree in modules() if name.startswith(sides) and selects(tree)
    } == SIDES_SELECT.keys()


def test_no_other_place_serves_everybody():
    switching = {
        f"{name}:{node.name}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if name != "isolation.py" and isinstance(node, ast.FunctionDef) and switches(node)
    }
    assert switching == FOR_EVERYBODY.keys()


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("from sqlalchemy import text", text_sql),
        ("from sqlalchemy.sql.expression import text as t", text_sql),
        ("connection.exec_driver_sql('select 1')", text_sql),
        ("rows = db.session.scalars(select(Bid))", selects),
        ("with isolation.everybody(): pass", switches),
        ("def bids(now: datetime) -> list: ...", lambda tree: list(unscoped("x", tree))),
        ("def bids() -> list: ...", lambda tree: list(unscoped("x", tree))),
    ],
)
def test_a_planted_fault_is_seen(source, rule):
    assert rule(ast.parse(source))
