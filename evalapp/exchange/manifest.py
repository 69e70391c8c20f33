"""What a package says of itself, and what is signed (RECORD R9–R11)."""

from typing import Literal

import msgspec
from msgspec import Struct

from evalapp.base.i18n import _

PackageKind = Literal["task", "submission", "return", "exchange", "update"]
FORMAT = 1
SIGNED = b"evalapp.package.1\n"
SEALED = b"evalapp.seal.1\n"


class Party(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A sender or recipient. ``person`` and ``key`` identify; name and code are labels."""

    person: str
    key: str = ""
    name: str = ""
    code: str = ""


class Tip(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How far a device's chain goes in this package, and the place before its first revision that is carried."""

    device: str
    seq: int
    id: str
    after: int = 0
    after_id: str = ""


class Member(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file inside the package: its exact size and SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The signed head of a package. Fields that a later version adds are passed over when it is read.

    ``known``: how far the sender has the recipient's chains, so that they need not be sent again. ``founding`` names the
    revision that founded the project, where the package is to make a coordinator's project file from, ``adopted`` the ids of the
    projects taken in, whose chains and seals travel along.
    """

    format: int
    kind: PackageKind
    project: str
    title: str
    sender: Party
    recipients: tuple[Party, ...]
    form: str
    created_at: str
    revisions: int
    members: tuple[Member, ...]
    tips: tuple[Tip, ...] = ()
    units: tuple[str, ...] = ()
    synthetic: bool = False
    program: str = ""
    known: tuple[Tip, ...] = ()
    founding: str = ""
    adopted: tuple[str, ...] = ()


class Seal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One signature that proves a device's whole chain up to its tip; stored and relayed for ever (RECORD R10)."""

    key: str
    device: str
    seq: int
    tip: str
    count: int
    signature: str


def kind_word(kind: PackageKind) -> str:
    """What people call a package of this kind, in the language in force."""
    return {
        "task": _("a task file"),
        "submission": _("a submission"),
        "return": _("a return"),
        "exchange": _("an exchange between coordinators"),
        "update": _("an update"),
    }[kind]


def seal_message(project: str, device: str, seq: int, tip: str, count: int) -> bytes:
    """The bytes that a seal signs. The project stands among them, so that a seal proves nothing elsewhere."""
    return SEALED + "\n".join((project, device, str(seq), tip, str(count))).encode()


_encoder = msgspec.json.Encoder()
_seals_decoder = msgspec.json.Decoder(tuple[Seal, ...])
_manifest_decoder = msgspec.json.Decoder(Manifest)


def encode_manifest(manifest: Manifest) -> bytes:
    """The manifest's bytes, as signed and stored."""
    return _encoder.encode(manifest)


def decode_manifest(data: bytes) -> Manifest:
    """A manifest from bytes; msgspec.MsgspecError where they are none."""
    return _manifest_decoder.decode(data)


def encode_seals(seals: tuple[Seal, ...]) -> bytes:
    """The seals' bytes."""
    return _encoder.encode(seals)


def decode_seals(data: bytes) -> tuple[Seal, ...]:
    """Seals from bytes; msgspec.MsgspecError where they are none."""
    return _seals_decoder.decode(data)
