"""Revisions: one immutable change each, canonical JSON named by the hash of its bytes (RECORD R1)."""

import hashlib
import re
import unicodedata

import msgspec
from msgspec import Struct

from evalapp.entry.contents import BUILT, KIND_NUMBERS, Content, kind_number

VERSION = 1
MAX_BYTES = 256 * 1024
MAX_COUNTER = 2**62
_DOMAIN = b"evalapp.revision.1\n"


class Revision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A revision as written. ``prev`` is the id before it in its device's chain, ``replaces`` the heads its author saw."""

    v: int
    device: str
    seq: int
    lamport: int
    at: str
    author: str
    content: Content
    prev: str = ""
    unit: str = ""
    item: str = ""
    subject: str = ""
    replaces: tuple[str, ...] = ()


class Envelope(Struct, frozen=True, kw_only=True):
    """What can be told of a revision that a newer version made: enough to keep it, nothing to count it by."""

    v: int
    device: str
    seq: int
    lamport: int
    at: str
    author: str
    content: msgspec.Raw
    prev: str = ""
    unit: str = ""
    item: str = ""
    subject: str = ""
    replaces: tuple[str, ...] = ()


class Read(Struct, frozen=True):
    """A revision read from bytes: ``revision`` is None where a newer version made it (it is held, its bytes kept)."""

    id: str
    body: bytes
    kind: int
    envelope: Revision | Envelope
    revision: Revision | None


class Unreadable(ValueError):
    """Bytes that are no revision; the message is the reason, for the person who sent them."""


class _Kind(Struct):
    kind: str = ""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Revision)
_envelope_decoder = msgspec.json.Decoder(Envelope)
_kind_decoder = msgspec.json.Decoder(_Kind)
_escaped_control = re.compile(rb"(?<!\\)(?:\\\\)*\\[bfru]")
_raw_control = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_id = re.compile(r"[0-9a-f]{64}")
_head = re.compile(r"[0-9a-f]{64}[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z(?:[0-9a-f]{64})?")


def encode(revision: Revision) -> bytes:
    """The canonical bytes. Raises ValueError for text that is not clean: it is cleaned at entry, not here."""
    body = _encoder.encode(revision)
    if not _is_clean(body):
        raise ValueError("text with control characters or not in NFC")
    return body


def revision_id(body: bytes) -> str:
    """The id (hex) of a revision's bytes."""
    return hashlib.sha256(_DOMAIN + body).hexdigest()


def decode(body: bytes) -> Revision:
    """A stored revision's content. Only for bytes that :func:`read` has taken before."""
    return _decoder.decode(body)


def read(body: bytes) -> Read:
    """A revision from foreign bytes. Raises Unreadable for bytes that are not one canonical revision."""
    if len(body) > MAX_BYTES:
        raise Unreadable(f"longer than {MAX_BYTES} bytes")
    try:
        revision = _decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, ValueError) as error:
        return _read_newer(body, error)
    if revision.v != VERSION:
        return _read_newer(body, None)
    if _encoder.encode(revision) != body or not _is_clean(body):
        raise Unreadable("not in canonical form")
    _check_envelope(revision)
    return Read(revision_id(body), body, kind_number(revision.content), revision, revision)


def _read_newer(body: bytes, error: Exception | None) -> Read:
    """A revision with an unknown version, kind or field is kept as it is; anything else is unreadable."""
    try:
        envelope = _envelope_decoder.decode(body)
        name = _kind_decoder.decode(envelope.content).kind
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, ValueError) as broken:
        raise Unreadable(str(error or broken)) from broken
    unknown_field = isinstance(error, msgspec.ValidationError) and str(error).startswith(_UNKNOWN_FIELD)
    if envelope.v == VERSION and name in BUILT and not unknown_field:
        raise Unreadable(str(error))
    if not name or not _is_clean(body):
        raise Unreadable("not in canonical form")
    _check_envelope(envelope)
    return Read(revision_id(body), body, KIND_NUMBERS.get(name, 0), envelope, None)


_UNKNOWN_FIELD = "Object contains unknown field"


def _check_envelope(envelope: Revision | Envelope) -> None:
    if not 1 <= envelope.seq < MAX_COUNTER or not 1 <= envelope.lamport < 2**63:
        raise Unreadable("a counter is out of range")
    lengths = (len(envelope.device), len(envelope.author), len(envelope.at))
    if lengths != (32, 32, 20) or not _head.fullmatch(
        envelope.device + envelope.author + envelope.at + envelope.prev
    ):
        raise Unreadable("a device, an author, the time or the link to the previous revision is malformed")
    if (envelope.seq == 1) != (envelope.prev == ""):
        raise Unreadable("only the first revision of a device follows none")
    for ref in envelope.replaces:
        if not _id.fullmatch(ref):
            raise Unreadable("a replaced id is malformed")


def _is_clean(body: bytes) -> bool:
    """Whether the text inside canonical bytes is NFC without control characters but LF and TAB."""
    if b"\\" in body and _escaped_control.search(body):
        return False
    if body.isascii():
        return b"\x7f" not in body
    text = body.decode()
    # Nothing that the pattern looks for is printable, and asking that is much cheaper than the pattern.
    if not text.isprintable() and _raw_control.search(text):
        return False
    return unicodedata.is_normalized("NFC", text)
