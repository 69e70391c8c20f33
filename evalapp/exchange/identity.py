"""The key pair of this machine account, made at first use, and its chains in the projects it writes to (RECORD R4)."""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from evalapp.base.errors import AppError
from evalapp.base.files import write_bytes
from evalapp.base.i18n import _


@dataclass(frozen=True, slots=True)
class Identity:
    """An Ed25519 key pair. ``public`` is the key as hex, by which others know it."""

    secret: bytes

    @property
    def public(self) -> str:
        """The public key, 64 hex digits."""
        return SigningKey(self.secret).verify_key.encode().hex()

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature of ``message``."""
        return SigningKey(self.secret).sign(message).signature


def load_identity(home: Path) -> Identity:
    """The identity under ``home``; made there if this account has none. Raises AppError("identity") if it is damaged."""
    path = home / "identity.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        write_bytes(path, SigningKey.generate().encode().hex().encode() + b"\n")
        if os.name == "posix":
            path.chmod(0o600)
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise AppError("identity", _damaged(path)) from error
    if len(secret) != 32:
        raise AppError("identity", _damaged(path))
    return Identity(secret)


def known_key(home: Path) -> str:
    """The public key of the account at ``home``; "" where it has none yet, which is then not made."""
    return load_identity(home).public if (home / "identity.key").exists() else ""


def _damaged(path: Path) -> str:
    return _(
        "The key of this account in {file} cannot be read. No project was changed. Put a copy of the file back; without "
        "one, move it away, and the coordinator will have to accept your new key."
    ).format(file=path)


def verifies(key: str, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` of ``message`` was made with the secret half of ``key`` (hex)."""
    try:
        VerifyKey(bytes.fromhex(key)).verify(message, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def short_key(key: str) -> str:
    """A key as people read it out: ``7F2A 91C4 0D5E``."""
    return " ".join(key[start : start + 4] for start in (0, 4, 8)).upper()


@dataclass(frozen=True, slots=True)
class ChainPlace:
    """How far this account has written on one device of one project."""

    device: str
    seq: int
    tip: str


def load_place(home: Path, project: str, person: str) -> ChainPlace | None:
    """Where this account's chain stands; None if it never wrote there, or the profile was lost."""
    try:
        found = json.loads(_place_path(home, project, person).read_text(encoding="utf-8"))
        return ChainPlace(str(found["device"]), int(found["seq"]), str(found["tip"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save_place(home: Path, project: str, person: str, place: ChainPlace) -> None:
    """Remember where the chain stands.

    A profile that is behind the file is harmless, and what it remembers has been written already: so this neither waits for
    the disk nor fails.
    """
    path = _place_path(home, project, person)
    temporary = path.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(asdict(place)), encoding="utf-8")
        os.replace(temporary, path)


def forget_place(home: Path, project: str, person: str) -> None:
    """Let this account begin a new chain at its next write: the project goes on at another place."""
    with suppress(OSError):
        _place_path(home, project, person).unlink(missing_ok=True)


def _place_path(home: Path, project: str, person: str) -> Path:
    return home / "devices" / f"{project}-{person}.json"
