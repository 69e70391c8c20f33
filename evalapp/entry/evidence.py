"""Evidence behind an answer: typed, numbered in the order it was added, named by hash where it is a file."""

import re
from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct

EvidenceKind = Literal["link", "screenshot", "file", "note"]

_SCHEMES = ("http://", "https://")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}(:\d+)?([/?#].*)?")
_MOST_CHARACTERS = 2000
NOT_WHAT_IT_SAYS = "application/x-unrecognized"
"""The media type of a file whose bytes do not begin as its name says."""


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One piece of evidence. ``ref`` is a web address, a note's words, or the SHA-256 (hex) of an attachment.

    ``at`` is when it was taken or seen (UTC); ``size`` in bytes and ``mime`` belong to attachments.
    """

    kind: EvidenceKind
    ref: str
    title: str = ""
    at: str = ""
    size: Annotated[int, Meta(ge=0, lt=2**62)] = 0
    mime: str = ""

    @property
    def is_attachment(self) -> bool:
        """Whether ``ref`` names an attachment."""
        return self.kind in ("screenshot", "file")


def web_address(text: str) -> str:
    """``text`` as the web address it is meant to be: ``www.gov.cn/a`` becomes ``https://www.gov.cn/a``; "" where it is none."""
    plain = text.strip()
    if not plain.lower().startswith(_SCHEMES) and _HOST.fullmatch(plain):
        plain = f"https://{plain}"
    scheme, _slashes, rest = plain.partition("://")
    good = f"{scheme.lower()}://" in _SCHEMES and rest and len(plain.split()) == 1
    return plain if good and len(plain) <= _MOST_CHARACTERS else ""


def leads_nowhere(address: str) -> bool:
    """Whether only this computer or its own network can open an address, so that it proves nothing elsewhere."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return False
    if host == "localhost" or host.endswith((".local", ".localhost", ".lan")):
        return True
    try:
        found = ip_address(host)
    except ValueError:
        return False
    return found.is_private or found.is_loopback or found.is_link_local


def is_home_page(address: str) -> bool:
    """Whether an address leads to the first page of a site alone, which changes and shows little."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path in ("", "/") and not parts.query and not parts.fragment
