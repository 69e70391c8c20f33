"""The key of an account as a small file, for the coordinator who is to let this account decide (RECORD R13)."""

import re
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes, write_bytes
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.exchange.identity import known_key, short_key
from evalapp.work.session import Session

__all__ = [
    "SUFFIX",
    "KeyCard",
    "is_key",
    "own_key",
    "own_key_card",
    "plain_key",
    "read_key_card",
    "short_key",
    "write_key_card",
]

SUFFIX = ".evalkey"
_MAX_BYTES = 4096
_KEY = re.compile(r"[0-9a-f]{64}")


class KeyCard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The public key of an account (hex) and the name of whoever works there. No secret: whoever has it can do nothing."""

    evalapp_key: Literal[1] = 1
    key: str
    name: str = ""


def plain_key(text: str) -> str:
    """A key as it was typed or pasted, without blanks and in small letters."""
    return "".join(text.split()).lower()


def is_key(text: str) -> bool:
    """Whether it can be the key of an account: 64 hexadecimal digits."""
    return bool(_KEY.fullmatch(text))


def own_key(session: Session) -> str:
    """The public key of this account; "" where it has none yet, which is then not made."""
    return known_key(session.home)


def own_key_card(session: Session, name: str = "") -> KeyCard:
    """The card of this account, whose key is made where it has none yet."""
    return KeyCard(key=session.identity().public, name=clean(name))


def write_key_card(card: KeyCard, path: Path) -> Path:
    """Write a card as a file. Raises AppError("cannot_write")."""
    write_bytes(path, msgspec.json.format(msgspec.json.encode(card)) + b"\n")
    return path


def read_key_card(path: Path) -> KeyCard:
    """A card from its file. Raises AppError("key_card", "cannot_read")."""
    try:
        return msgspec.json.decode(read_bytes(path, _MAX_BYTES), type=KeyCard)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise AppError(
            "key_card",
            _(
                "{file} is not a key file of EvalApp. Nothing was changed. Ask the other coordinator to write it again: “evalapp "
                "key -o FILE”, or the page of coordinators."
            ).format(file=path.name),
        ) from error
