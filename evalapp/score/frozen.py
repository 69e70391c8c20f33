"""Results as they are frozen: all that a publication shows and is compared by, as bytes that anybody can read (RECORD R20)."""

import zlib

import msgspec
from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.final import State
from evalapp.entry.roster import Unit
from evalapp.score.results import ResultRow

FORMAT = 1
MAX_BYTES = 1024**3
"""More than this is no publication: unpacking stops there."""


class FrozenUnit(Struct, frozen=True, kw_only=True):
    """A unit as it stood on the roster."""

    key: str
    code: str
    name: str
    columns: dict[str, str] = {}


class FrozenCell(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A final value as it was, and the id of the decision behind it ("" for none)."""

    unit: str
    item: str
    state: State
    value: str = ""
    score: float | None = None
    status: str = ""
    decision: str = ""


class Frozen(Struct, frozen=True, kw_only=True):
    """Published results. ``settings`` is the TOML of what the project set over its form, ``rules`` all settings in force."""

    format: int = FORMAT
    name: str
    title: str
    project: str
    program: str
    computed_at: str
    form: str
    version: str
    settings: str
    rules: tuple[tuple[str, str], ...]
    synthetic: bool
    digest: str
    units: tuple[FrozenUnit, ...]
    rows: tuple[ResultRow, ...]
    cells: tuple[FrozenCell, ...]


def frozen_unit(unit: Unit) -> FrozenUnit:
    """A unit with its columns."""
    return FrozenUnit(key=unit.key, code=unit.code, name=unit.name, columns=dict(unit.columns))


def encode_frozen(results: Frozen) -> bytes:
    """The results as JSON, deflated."""
    return zlib.compress(msgspec.json.encode(results), 6)


def decode_frozen(data: bytes) -> Frozen:
    """What :func:`encode_frozen` made. Raises AppError("damaged_publication") for anything else."""
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(data, MAX_BYTES)
        if unpacking.unconsumed_tail:
            raise ValueError
        return msgspec.json.decode(text, type=Frozen)
    except (zlib.error, msgspec.MsgspecError, ValueError) as error:
        raise AppError(
            "damaged_publication",
            _(
                "The published results cannot be read. The publication itself and everything that it rests on are safe: check "
                "it, which computes it again from there."
            ),
        ) from error
