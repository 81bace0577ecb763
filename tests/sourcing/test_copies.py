"""A copy of an RFQ has files of its own, over the same bytes."""

from datetime import timedelta

import pytest

from portal import clock
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import Missing
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import rfqs
from tests.records import PDF, stored
from tests.sourcing.rfqs import drafted
from tests.sourcing.test_rfqs import DAY, procurement


def with_file(world, now):
    rfq = drafted(world, now)
    rfqs.add_file(rfq, stored(world.acme, now, "drawing.pdf"), actor=procurement(world), now=now)
    return rfq


def test_a_copy_has_files_of_its_own(world, now):
    with transaction():
        first = with_file(world, now)
        copied = rfqs.copy(first, now + 30 * DAY, "UTC", actor=procurement(world), now=now + DAY)
    (mine,), (theirs,) = first.files, copied.files
    same = ("name", "media_type", "size", "sha256", "storage_key", "organisation_id")
    assert [getattr(theirs.file, name) for name in same] == [getattr(mine.file, name) for name in same]
    assert theirs.file.public_id != mine.file.public_id
    assert theirs.file.uploaded_at == now + DAY
    with transaction():
        rfqs.remove_file(first, mine, actor=procurement(world), now=now)
    db.session.expire_all()
    assert [row.file.name for row in queries.rfq(world.acme.id, copied.public_id).files] == ["drawing.pdf"]
    with pytest.raises(Missing):
        queries.rfq_file(world.acme.id, first.public_id, theirs.file.public_id)


def test_the_page_of_a_copy_gives_its_files(client, sign_in, world):
    today = clock.now()
    with transaction():
        rfq = with_file(world, today)
    sign_in(client, world.acme, Role.PROCUREMENT)
    typed = {"deadline": f"{today + timedelta(days=30):%Y-%m-%dT%H:%M}", "zone": "Europe/Berlin"}
    answer = client.post_form(f"/buyer/rfqs/{rfq.public_id}/copy", typed)
    assert answer.status_code == 303
    copied = queries.rfq(world.acme.id, answer.headers["Location"].split("/")[-2])
    (file,) = copied.files
    assert client.get(f"/buyer/rfqs/{copied.public_id}/files/{file.file.public_id}").data == PDF
