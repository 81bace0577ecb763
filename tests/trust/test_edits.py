"""Random edits behind the portal's back are named; the full run is `python -m trust edits`."""

from pathlib import Path
from random import Random

import pytest

from portal import audit
from portal.db import db
from portal.documents import evidence as documents
from portal.sourcing.queries import evidence as sourcing
from tests.trust import decided
from trust import edits
from trust.hand import WATCHED, Hand

# Which of two databases holds the rows makes no difference to the audit; the full run tries both.
pytestmark = pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)


@pytest.fixture
def files_url(app, world, now):
    """Where the files of a world with some of everything lie."""
    decided.decided(world, now)
    decided.papers(world, now)
    return app.config["SETTINGS"].files_url


def test_every_edit_is_found_and_named(files_url):
    hand = Hand(Random(1), Path(files_url.removeprefix("file://")))
    assert [name for name in WATCHED if not hand.rows[name]] == []
    db.session.rollback()
    outcome = edits.edit(files_url, 40, seed=7)
    assert (outcome.times, outcome.found) == (40, ())


def test_an_audit_that_looks_at_no_file_is_caught(files_url):
    def without_files(_files_url):
        yield from audit.verify()
        yield from sourcing.verify()
        yield from documents.verify()

    assert any(
        "file" in sentence for sentence in edits.edit(files_url, 40, seed=7, audited=without_files).found
    )
