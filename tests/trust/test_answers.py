"""Every kind of answer tells the browser what it may do with it, and no method answers that nobody needs."""

import pytest

from portal.accounts.roles import Role

# A page, one of somebody signed in, a redirect, a missing page, the other side's, data, a file of our own.
ANSWERS = {
    "/login": 200,
    "/supplier/": 200,
    "/": 303,
    "/supplier/no-such-page": 404,
    "/buyer/": 404,
    "/readyz": 200,
    "/static/portal.css": 200,
}


@pytest.mark.one_database
@pytest.mark.parametrize("path", ANSWERS)
def test_every_kind_of_answer_has_its_headers(client, world, sign_in, path):
    if path != "/login":
        sign_in(client, world.alpha, Role.SALES)

    answer = client.get(path, buffered=True)

    headers = answer.headers
    assert answer.status_code == ANSWERS[path]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(
        headers["Content-Security-Policy"].split("; ")
    )
    assert not [name for name, _value in headers if name.startswith("Access-Control-")]
    if path != "/static/portal.css":
        assert headers["Cache-Control"] == "private, no-store"
    # What is data by its type is UTF-8 by its definition (RFC 8259).
    assert headers["Content-Type"] == "application/json" or headers["Content-Type"].endswith("charset=utf-8")


@pytest.mark.one_database
def test_trace_is_not_answered(client, world, sign_in):
    sign_in(client, world.alpha, Role.SALES)
    for path in ANSWERS:
        assert client.open(path, method="TRACE").status_code in (404, 405), path
