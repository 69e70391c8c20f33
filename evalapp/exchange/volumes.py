"""A package in volumes, for mail boxes that take small files only: its bytes cut, and joined again before anything is read."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from evalapp.base.errors import AppError
from evalapp.base.files import write_bytes
from evalapp.base.i18n import _

LEAST = 100_000
MOST_VOLUMES = 999
_VOLUME = re.compile(r"(.+)\.part([0-9]{1,3})of([0-9]{1,3})(\.[^.]+)")


class Volume(NamedTuple):
    """Which part of which file: ``number`` of ``total``, from 1."""

    whole: str
    number: int
    total: int


def volume_of(path: Path) -> Volume | None:
    """What the file's name says; None for a file that is no volume."""
    found = _VOLUME.fullmatch(path.name)
    if found is None:
        return None
    number, total = int(found[2]), int(found[3])
    return Volume(found[1] + found[4], number, total) if 1 <= number <= total else None


def volume_paths(path: Path, total: int) -> tuple[Path, ...]:
    """Where the volumes of ``path`` lie: beside it, ``NAME.part1of3.evalpkg`` and so on."""
    return tuple(
        path.with_name(f"{path.stem}.part{number}of{total}{path.suffix}") for number in range(1, total + 1)
    )


def require_size(size: int) -> None:
    """Raises AppError("volume_size") for volumes so small that there would be a heap of them."""
    if size < LEAST:
        raise AppError(
            "volume_size",
            _("A volume has at least {least} bytes, not {size}. Nothing was written.").format(
                least=LEAST, size=size
            ),
        )


def split(path: Path, size: int) -> tuple[Path, ...]:
    """Write ``path`` as volumes of at most ``size`` bytes beside it, and read them back; the file itself stays.

    A file that is small enough is its own only volume. Raises AppError("volume_size") for more than MOST_VOLUMES, and as
    writing a file does; volumes that were written by then are removed.
    """
    whole = path.stat().st_size
    total = -(-whole // max(1, size))
    if total > MOST_VOLUMES:
        raise AppError(
            "volume_size",
            _(
                "{file} was written and not split: there would be {n} volumes, at most {most} are allowed."
            ).format(file=path.name, n=total, most=MOST_VOLUMES),
        )
    if total <= 1:
        return (path,)
    written: list[Path] = []
    try:
        with path.open("rb") as file:
            for target in volume_paths(path, total):
                part = file.read(size)
                write_bytes(target, part)
                written.append(target)
                if target.read_bytes() != part:
                    raise AppError(
                        "cannot_write", _("{file} was not written as it should be.").format(file=target)
                    )
    except BaseException:
        for target in written:
            target.unlink(missing_ok=True)
        raise
    return tuple(written)


def distinct(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files without further volumes of a file that one of them stands for already."""
    found: list[Path] = []
    known: set[tuple[Path, str, int]] = set()
    for path in paths:
        volume = volume_of(path)
        if volume is None:
            found.append(path)
        elif (name := (path.parent, volume.whole, volume.total)) not in known:
            known.add(name)
            found.append(path)
    return tuple(found)


@contextmanager
def whole(path: Path, most: int) -> Iterator[Path]:
    """The file itself, or for a volume all of them joined under the file's own name; that copy goes afterwards.

    Raises AppError("volume_missing") with the names of those that are not beside it, AppError("too_large") where they are
    more than ``most`` bytes together.
    """
    volume = volume_of(path)
    if volume is None:
        yield path
        return
    parts = volume_paths(path.with_name(volume.whole), volume.total)
    missing = [part.name for part in parts if not part.is_file()]
    if missing:
        raise AppError(
            "volume_missing",
            _(
                "{file} is one of {total} volumes, of which others are missing: {missing}. Nothing was written. Put all of them "
                "into one folder."
            ).format(file=path.name, total=volume.total, missing=_(", ").join(missing)),
        )
    if sum(part.stat().st_size for part in parts) > most:
        raise AppError(
            "too_large", _("The volumes of {file} are too large together.").format(file=volume.whole)
        )
    with tempfile.TemporaryDirectory(prefix="evalapp-") as folder:
        joined = Path(folder) / volume.whole
        with joined.open("wb") as file:
            for part in parts:
                with part.open("rb") as piece:
                    shutil.copyfileobj(piece, file)
        yield joined
