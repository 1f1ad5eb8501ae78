"""A small OpenID provider: authorisation codes that are good once, PKCE, nonce, RS256, as ORCID documents."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey


class OrcidServer:
    """`answer(url, orcid)` is what a person does in the browser: where ORCID sends them back to."""

    client_id, client_secret = "APP-TEST", "not-so-secret"

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.signing_key = self.key
        self.claims: dict[str, Any] = {}
        """Says other things than the truth, for tests of what is refused."""
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, url: str, orcid: str) -> str:
        """Somebody who holds this iD signs in at `url`. Returns the address to which they are sent back."""
        parts = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert f"{parts.scheme}://{parts.netloc}" == self.url
        assert (asked["client_id"], asked["response_type"]) == (self.client_id, "code")
        assert (asked["code_challenge_method"], "openid" in asked["scope"]) == ("S256", True)
        code = secrets.token_urlsafe()
        self._codes[code] = {**asked, "orcid": orcid}
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form.get("redirect_uri")
            or form.get("client_secret") != self.client_secret
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": asked["orcid"],
            "aud": self.client_id,
            "iat": now,
            "exp": now + 600,
            "nonce": asked["nonce"],
            **self.claims,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signing_key)
        return 200, {
            "access_token": secrets.token_urlsafe(),
            "token_type": "bearer",
            "expires_in": 600,
            "scope": "openid",
            "orcid": asked["orcid"],
            "name": "Whatever The Record Says",
            "id_token": signed,
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        orcid = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/oauth/jwks":
                    self._say(200, {"keys": [orcid.key.as_dict(private=False)]})
                else:
                    self._say(404, {})

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = {name: one[0] for name, one in parse_qs(self.rfile.read(length).decode()).items()}
                self._say(*orcid.token(form) if self.path == "/oauth/token" else (404, {}))

            def _say(self, status: int, body: dict[str, Any]) -> None:
                written = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(written)))
                self.end_headers()
                self.wfile.write(written)

            def log_message(self, *args: Any) -> None:
                pass

        return Handler
