"""How passwords are kept, and which ones nobody may have."""

from portal.web.security import hash_password


def test_passwords_are_kept_by_argon2id(app):
    with app.test_request_context():
        kept = hash_password("a long enough secret")

    # 64 MiB, three passes, four lanes: the second of the two choices that RFC 9106 recommends.
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert "a long enough secret" not in kept
