"""Logging in by an identity provider: OpenID Connect, code flow with PKCE. It says who, we say what they may.

No account is made by it: one must be there whose subject is what the provider tells.
"""

from __future__ import annotations

import secrets
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool

from screening.errors import AccountError, ScreeningError
from screening.web.doors import sessions
from screening.web.settings import LOOPBACK, OidcSettings, WebSettings

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import AsyncOAuth2Client

ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA"]
"""Signatures by a key that only the provider has; "none" and those by a shared secret are refused."""
FLOW_S = 600
"""How long somebody may take at the provider, in seconds."""
ANSWER_S = 10.0
LEEWAY_S = 60
"""By how much the provider's clock may differ."""


async def begin(request: Request, onward: str) -> str:
    """The provider's address to send a browser to; what the return must match is kept in a signed cookie."""
    settings = _settings(request)
    flow = {
        "state": secrets.token_urlsafe(24), "nonce": secrets.token_urlsafe(24),
        "verifier": secrets.token_urlsafe(48), "onward": onward,
    }  # fmt: skip
    async with _client(request) as client:
        known = await _discovered(request, client)
        address, _ = client.create_authorization_url(
            known["authorization_endpoint"], state=flow["state"], nonce=flow["nonce"],
            code_verifier=flow["verifier"], scope=_scope(settings),
        )  # fmt: skip
    signed = (await run_in_threadpool(_serializer, request)).dumps(flow)
    sessions.stay_of(request).cookies["oidc"] = str(signed)
    return str(address)


async def finish(request: Request) -> str:
    """Let in whom the provider names; the address to go on to. Everything that does not fit is refused."""
    flow = await _flow(request)
    if not secrets.compare_digest(request.query_params.get("state", "").encode(), flow["state"].encode()):
        raise HTTPException(403, "The answer belongs to another login.")
    if not (code := request.query_params.get("code")):
        raise HTTPException(403, "The identity provider did not let you in.")
    claims = await _claims(request, code, flow)
    account = await run_in_threadpool(
        request.app.state.desk.accounts().of_subject, _subject(claims, _settings(request))
    )
    if account is None or account.disabled:
        raise HTTPException(403, "The identity provider knows you, but there is no account for you here.")
    await sessions.begin(request, account.id)
    return flow["onward"]


def _settings(request: Request) -> OidcSettings:
    settings: WebSettings = request.app.state.settings
    assert settings.oidc is not None
    return settings.oidc


def _scope(settings: OidcSettings) -> str:
    return {"sub": "openid", "email": "openid email", "preferred_username": "openid profile"}[settings.claim]


def _client(request: Request) -> AsyncOAuth2Client:
    """A client of the provider; refused where the extra is not installed."""
    try:
        from authlib.integrations.httpx_client import AsyncOAuth2Client
    except ModuleNotFoundError as error:
        raise ScreeningError(
            f"logging in by a provider is not installed (there is no {error.name})",
            expected="the extra `oidc`", do="pip install 'screening-ksa[oidc]'",
        ) from error  # fmt: skip
    settings: WebSettings = request.app.state.settings
    provider = _settings(request)
    root = settings.url or f"http://{settings.host}:{settings.port}"
    return AsyncOAuth2Client(
        provider.client_id, provider.client_secret, code_challenge_method="S256", timeout=ANSWER_S,
        redirect_uri=root + request.app.url_path_for("oidc-return"), trust_env=False,
    )  # fmt: skip


async def _discovered(request: Request, client: AsyncOAuth2Client) -> dict[str, Any]:
    """What the provider says of itself and its keys, asked anew for every login."""
    issuer = _settings(request).issuer.rstrip("/")
    _require_tls(issuer)
    known = await _fetched(client, issuer + "/.well-known/openid-configuration")
    if known.get("issuer", "").rstrip("/") != issuer:
        raise _unanswered("it says that it is another provider")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _require_tls(str(known.get(name)))
    return known


def _require_tls(address: str) -> None:
    """Refuse an address that others could answer in the provider's place."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise _unanswered("its address is not https")


async def _fetched(client: AsyncOAuth2Client, address: str) -> dict[str, Any]:
    try:
        answer = await client.request("GET", address, withhold_token=True)
        found = answer.raise_for_status().json()
    except (_fault_of(client), ValueError) as error:
        raise _unanswered(type(error).__name__) from error
    if not isinstance(found, dict):
        raise _unanswered("it says something else")
    return found


def _fault_of(client: AsyncOAuth2Client) -> type[Exception]:
    """What a client raises when a connection fails; authlib takes the HTTP library that it finds."""
    library = next(base.__module__ for base in type(client).__mro__ if base.__name__ == "AsyncClient")
    fault: type[Exception] = import_module(library.partition(".")[0]).HTTPError
    return fault


async def _claims(request: Request, code: str, flow: dict[str, str]) -> dict[str, Any]:
    """What the provider's signed token says, once everything about it was checked."""
    from authlib.integrations.base_client import OAuthError

    async with _client(request) as client:
        known = await _discovered(request, client)
        try:
            token = await client.fetch_token(
                known["token_endpoint"], grant_type="authorization_code", code=code,
                code_verifier=flow["verifier"],
            )  # fmt: skip
        except (OAuthError, _fault_of(client), ValueError) as error:
            raise _unanswered(type(error).__name__) from error
        keys = await _fetched(client, known["jwks_uri"])
    signed = str(token.get("id_token", ""))
    return _checked(signed, keys, known["issuer"], _settings(request), flow["nonce"])


def _checked(
    token: str, keys: dict[str, Any], issuer: str, settings: OidcSettings, nonce: str
) -> dict[str, Any]:
    """The claims of a token that the provider signed, for us, now, and for this very login."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    rules = jwt.JWTClaimsRegistry(
        now=int(time.time()), leeway=LEEWAY_S,
        iss={"essential": True, "value": issuer}, aud={"essential": True, "value": settings.client_id},
        sub={"essential": True}, exp={"essential": True}, iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )  # fmt: skip
    try:
        found = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
        rules.validate(found)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise HTTPException(403, "What the identity provider says cannot be trusted.") from error
    several = isinstance(found["aud"], list) and len(found["aud"]) > 1
    if found.get("azp", "" if several else settings.client_id) != settings.client_id:
        raise HTTPException(403, "What the identity provider says is meant for another.")
    return dict(found)


def _subject(claims: dict[str, Any], settings: OidcSettings) -> str:
    """What accounts are compared with; an e-mail that the provider has not verified is nobody's."""
    if settings.claim == "email" and claims.get("email_verified") is not True:
        raise HTTPException(403, "The identity provider has not verified your e-mail address.")
    value = claims.get(settings.claim)
    if not isinstance(value, str) or not value:
        raise HTTPException(403, f"The identity provider does not tell your {settings.claim}.")
    return value


async def _flow(request: Request) -> dict[str, str]:
    """What was kept when this browser went to the provider; it serves once."""
    kept = request.cookies.get(sessions.cookie_name(request.app.state.settings, "oidc"), "")
    sessions.stay_of(request).cookies["oidc"] = ""
    try:
        flow: dict[str, str] = (await run_in_threadpool(_serializer, request)).loads(kept, max_age=FLOW_S)
    except BadSignature:
        raise HTTPException(403, "The login took too long, or began in another browser.") from None
    return flow


def _serializer(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(request.app.state.keyring.key(), salt="oidc")


def _unanswered(what: str) -> AccountError:
    return AccountError(
        f"the identity provider does not answer as it should: {what}",
        do="begin again at the login page, or log in with a password",
    )
