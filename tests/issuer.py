"""An identity provider for tests (OpenID Connect), on a port of this machine: it says what it is told to say."""

import base64
import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.serving import served

CLIENT = ("portal", "a secret of the portal")


@dataclass
class Issuer:
    """``says`` are the claims about whoever comes next; ``lies`` are put over those that it would sign."""

    url: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    signs_with: RSAKey | None = None
    calls_itself: str = ""
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT[0], "nonce": nonce, "iat": now, "exp": now + 60}
        header = {"alg": "RS256", "kid": "one"}
        return jwt.encode(header, {**claims, **self.says, **self.lies}, self.signs_with or self.key)


def _application(issuer: Issuer) -> Flask:
    app = Flask("issuer")

    @app.get("/.well-known/openid-configuration")
    def metadata() -> Response:
        return jsonify(
            issuer=issuer.calls_itself or issuer.url,
            authorization_endpoint=f"{issuer.url}/authorize",
            token_endpoint=f"{issuer.url}/token",
            jwks_uri=f"{issuer.url}/keys",
            id_token_signing_alg_values_supported=["RS256"],
            code_challenge_methods_supported=["S256"],
        )

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[issuer.key.as_dict(private=False)])

    @app.get("/authorize")
    def authorize() -> Any:
        assert request.args["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        issuer.asked[code] = request.args.to_dict()
        return redirect(f"{request.args['redirect_uri']}?code={code}&state={request.args['state']}")

    @app.post("/token")
    def token() -> Any:
        given = request.authorization
        asked = issuer.asked.pop(request.form["code"], None)
        digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        proved = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if given is None or (given.username, given.password) != CLIENT:
            return jsonify(error="invalid_client"), 401
        if asked is None or proved != asked["code_challenge"]:
            return jsonify(error="invalid_grant"), 400
        return jsonify(access_token="x", token_type="Bearer", id_token=issuer.token(asked["nonce"]))

    return app


@contextmanager
def issuing() -> Iterator[Issuer]:
    """A provider that answers until the block ends."""
    issuer = Issuer()
    with served(_application(issuer)) as port:
        issuer.url = f"http://127.0.0.1:{port}"
        yield issuer
