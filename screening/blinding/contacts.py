"""E-mail addresses, links and handles; linkify-it tells where an address begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from screening.blinding.found import Found, View, every

SPELLED = re.compile(
    r"\b[\w.+-]{1,64}+ ?(?:\(at\)|\[at\]| at ) ?[\w-]+ ?"
    r"(?:\(dot\)|\[dot\]| dot ) ?(?:com|net|org|edu|gov|mil)\b",
    re.IGNORECASE,
)
BARE = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|net|org|edu|gov|mil|info|io|me|us|biz|co)")
"""A host without scheme and path; written with a capital it is a company or product ("Amazon.com")."""
CAMEL = re.compile(r"[A-Z][a-z]+[A-Z]\w*\.[a-z]+")
PRODUCTS = frozenset({"asp.net", "vb.net", "ado.net"})
AT_SIGN = re.compile(r"(?<![\w.@/])@[A-Za-z_]\w{2,}")
ACCOUNT = re.compile(
    r"\b(?:twitter|instagram|facebook|skype|telegram|snapchat|linkedin|tiktok|whatsapp|venmo)"
    r"(?: (?:handle|name|id|account|user))?(?:\s*[:=]|\s+is)\s*(?P<who>@?[\w.-]{2,}\w)",
    re.IGNORECASE,
)


def find(view: View) -> Iterator[Found]:
    """Every e-mail address, link and handle."""
    for match in _linker().match(view.text) or ():
        start, end = int(match.index), int(match.last_index)
        if match.schema == "mailto:":
            yield Found(start, end, "e-mail", "written like an e-mail address")
        elif match.schema or _leads_somewhere(view.text[start:end]):
            yield Found(start, end, "link", "written like the address of a page")
    yield from every(SPELLED, view, "e-mail", "an e-mail address spelled out")
    yield from every(AT_SIGN, view, "handle", "a name after an at sign")
    yield from every(ACCOUNT, view, "handle", "an account's name", "who")


def _leads_somewhere(text: str) -> bool:
    """Whether what has no scheme is meant as an address: no "done.It", no "ASP.NET", no "Amazon.com"."""
    host, slash, _ = text.partition("/")
    if host.lower() in PRODUCTS:
        return False
    known = bool(BARE.fullmatch(host.lower()))
    lower = bool(BARE.fullmatch(host)) or bool(CAMEL.fullmatch(host))
    return host.lower().startswith("www.") or lower or (known and bool(slash))


@lru_cache(maxsize=1)
def _linker() -> Any:
    from linkify_it import LinkifyIt  # imported late: only blind copies need it

    return LinkifyIt()
