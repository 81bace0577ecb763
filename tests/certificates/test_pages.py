"""The road of a certificate through the pages: upload, return, acceptance, and what is refused on the way."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from portal import outbox
from portal.accounts.roles import Role
from portal.certificates.models import Certificate, Requirement, Review
from portal.certificates.workflow import ReviewState
from portal.db import db, transaction
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from tests.files.hostile import PNG
from tests.records import PDF
from tests.uploading import assert_refuses_harm


@pytest.fixture
def partners(world, now):
    with transaction():
        db.session.add(
            Partnership(
                buyer_id=world.acme.id,
                supplier_id=world.alpha.id,
                state=PartnershipState.ACTIVE,
                created_at=now,
            )
        )


@pytest.fixture
def required(client, sign_in, world, partners):
    sign_in(client, world.acme, Role.QUALITY_ENGINEER)
    form = {"standard": "ISO 9001", "asks": "Casting", "scope": "everything", "at_award": "block"}
    answer = client.post_form(
        "/buyer/requirements/new",
        {**form, "at_invitation": "off", "at_order": "warn", "category": "", "supplier": ""},
    )
    assert answer.status_code == 303, answer.text
    return db.session.scalars(select(Requirement)).one()


def upload(client, data=PDF, name="iso.pdf", **values):
    form = {
        "standard": "ISO 9001",
        "entity": "Alpha GmbH",
        "valid_from": "2026-01-01",
        "valid_until": "2099-01-01",
        "file": (BytesIO(data), name),
        **values,
    }
    return client.post_form("/supplier/certificates/new", form, content_type="multipart/form-data")


def test_from_upload_to_return_to_acceptance(client, sign_in, world, required):
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    answer = upload(client)
    assert answer.status_code == 303, answer.text
    page = client.get(answer.location)
    assert "Acme: ISO 9001" in page.text
    file = client.get(f"{answer.location}/file?inline=1")
    assert (file.data, file.headers["Content-Disposition"]) == (PDF, "inline; filename=iso.pdf")
    client.post_form(f"{answer.location}/submit", {"requirement": required.public_id})

    sign_in(client, world.acme, Role.QUALITY_ENGINEER)
    assert "Alpha" in client.get("/buyer/").text
    review = db.session.scalars(select(Review)).one()
    url = f"/buyer/reviews/{review.public_id}"
    assert "Casting" in client.get(url).text
    refused = client.post_form(f"{url}/return", {"reason": ""})
    assert refused.status_code == 422
    assert "Please say what is wrong with it." in refused.text
    assert client.post_form(f"{url}/return", {"reason": "No casting in it."}).status_code == 303

    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    assert "No casting in it." in client.get("/supplier/").text
    sign_in(client, world.acme, Role.QUALITY_ENGINEER)
    assert client.post_form(f"{url}/accept").status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(Review)).one().state is ReviewState.ACCEPTED
    while outbox.drain():
        pass
    db.session.rollback()
    assert [row.error for row in db.session.scalars(select(outbox.OutboxRow)) if row.error] == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"valid_until": "2025-12-31"}, "cannot end before it begins"),
        ({"standard": ""}, "Please name the certificate."),
        ({"valid_from": "31.12.2026"}, "Not a valid date value."),
        ({"data": b""}, "is empty"),
        ({"data": b"MZ\x90\x00 not a pdf", "name": "iso.pdf"}, "its content is not what its name says"),
        (
            {"data": b"<html><script>alert(1)</script>", "name": "iso.pdf"},
            "its content is not what its name says",
        ),
        ({"data": PNG, "name": "iso.png"}, "cannot be sent here. Please send PDF."),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_lost(
    client, sign_in, world, partners, change, sentence
):
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    answer = upload(client, covers="Sand casting of housings", **change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Sand casting of housings" in answer.text
    assert db.session.scalars(select(Certificate)).all() == []


def test_two_engineers_changing_one_requirement_see_both_texts(client, sign_in, world, required):
    sign_in(client, world.acme, Role.QUALITY_ENGINEER)
    url = f"/buyer/requirements/{required.public_id}"
    form = {"scope": "everything", "at_award": "warn", "at_invitation": "off", "at_order": "warn"}
    form |= {"category": "", "supplier": "", "version": "1"}
    assert client.post_form(url, {**form, "standard": "ISO 9001:2015"}).status_code == 303
    second = client.post_form(url, {**form, "standard": "IATF 16949"})
    assert second.status_code == 409
    assert "ISO 9001:2015" in second.text
    assert "IATF 16949" in second.text


def test_what_is_shown_no_more_waits_for_nobody(client, sign_in, world, required):
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    there = upload(client).location
    form = {"requirement": required.public_id}
    assert "Submit for review" in client.get(there).text
    client.post_form(f"{there}/submit", form)
    client.post_form(f"{there}/archive")
    assert "Submit for review" not in client.get(there).text
    assert client.post_form(f"{there}/submit", form).status_code == 422

    sign_in(client, world.acme, Role.QUALITY_ENGINEER)
    review = f"/buyer/reviews/{db.session.scalars(select(Review)).one().public_id}"
    assert review not in client.get("/buyer/certificates").text
    page = client.get(review).text
    assert "The supplier shows this certificate no more." in page
    assert "Accept" not in page


def test_the_first_valid_day_counts(client, sign_in, world, partners, now):
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    tomorrow = (now + timedelta(days=36500)).date().isoformat()
    assert upload(client, valid_from=tomorrow, valid_until=tomorrow).status_code == 303


def test_a_certificate_names_the_sites_that_it_covers(client, sign_in, world, partners):
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    site = world.alpha.site
    page = client.get("/supplier/certificates/new").text
    assert f'type="checkbox" value="{site.public_id}"' in page
    assert site.name in client.get(upload(client, sites=site.public_id).location).text


def test_a_returned_certificate_leads_to_a_corrected_one_which_settles_it(client, sign_in, world, required):
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    mine = upload(client, sites=world.alpha.site.public_id).location
    assert "Verdict" not in client.get(mine).text, "no empty table of reviews"
    client.post_form(f"{mine}/submit", {"requirement": required.public_id})
    db.session.rollback()
    review = db.session.scalars(select(Review)).one()
    sign_in(client, world.acme, Role.QUALITY_ENGINEER)
    client.post_form(f"/buyer/reviews/{review.public_id}/return", {"reason": "No casting in it."})
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    assert "No casting in it." in client.get("/supplier/").text
    certificate = mine.rsplit("/", 1)[1]
    way = f"/supplier/certificates/new?replaces={certificate}"
    page = client.get(mine).text
    assert "Add a corrected certificate" in page
    assert f'class="btn btn-primary" href="{way}"' in page
    assert "checked" in client.get(way).text, "the sites come along"
    form = {
        "standard": "ISO 9001",
        "entity": "Alpha",
        "valid_from": "2026-01-01",
        "valid_until": "2099-01-01",
    }
    answer = client.post_form(
        way, {**form, "file": (BytesIO(PDF), "iso.pdf")}, content_type="multipart/form-data"
    )
    assert answer.status_code == 303
    assert "No casting in it." not in client.get("/supplier/").text


def test_a_submission_that_was_taken_back_is_offered_again(client, sign_in, world, required):
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    url = upload(client).location
    choice = f'value="{required.public_id}"'
    client.post_form(f"{url}/submit", {"requirement": required.public_id})
    assert choice not in client.get(url).text
    db.session.rollback()
    review = db.session.scalars(select(Review)).one()
    client.post_form(f"/supplier/reviews/{review.public_id}/withdraw")
    assert choice in client.get(url).text
    answer = client.post_form(f"{url}/submit", {"requirement": required.public_id})
    assert answer.status_code == 303, answer.text
    db.session.rollback()
    assert db.session.scalars(select(Review)).one().state is ReviewState.SUBMITTED


def test_harmful_files_are_refused_at_the_field(client, sign_in, world, partners):
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    form = {"standard": "ISO 9001", "entity": "A", "valid_from": "2026-01-01", "valid_until": "2099-01-01"}
    assert_refuses_harm(client, "/supplier/certificates/new", form, "file")
    assert "PDF; at most 25 MB a file." in client.get("/supplier/certificates/new").text


def test_a_certificate_is_served_so_that_nothing_runs(client, sign_in, world, required):
    sign_in(client, world.alpha, Role.SUPPLIER_QUALITY)
    way = upload(client).location
    kept, shown = client.get(f"{way}/file"), client.get(f"{way}/file?inline=1")
    assert kept.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (kept.headers["X-Frame-Options"], shown.headers["X-Frame-Options"]) == ("DENY", "SAMEORIGIN")
    assert kept.headers["Content-Disposition"].startswith("attachment;")
    assert shown.headers["Content-Disposition"].startswith("inline;")
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    for answer in (kept, shown):
        assert answer.data == PDF
        assert answer.mimetype == "application/pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
