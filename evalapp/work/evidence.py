"""Keeping what was seen: screenshots and files are stored once, by their hash."""

import hashlib
import os
from pathlib import Path

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.base.text import clean
from evalapp.base.trouble import system_reason
from evalapp.entry.evidence import NOT_WHAT_IT_SAYS, Evidence
from evalapp.exchange.read import MAX_ATTACHMENT
from evalapp.store.queries import attachment
from evalapp.store.take_in import keep_attachment
from evalapp.work.project import Project

_SCHEMES = ("http://", "https://")
_LONGEST_WORDS = 2000
_CHUNK = 1024**2
_PROGRAMS = frozenset(
    {".exe", ".dll", ".bat", ".cmd", ".com", ".ps1", ".js", ".vbs", ".sh", ".msi", ".lnk", ".scr"}
)
_PROGRAM_STARTS = (b"\x7fELF", b"#!", b"L\x00\x00\x00\x01\x14\x02\x00")
"""How programs for Linux, scripts and links to programs begin; those for Windows begin with MZ, as words may."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_STARTS = {
    ".pdf": (b"%PDF-",),
    ".docx": (*_ZIP, b"\xd0\xcf\x11\xe0"),
    ".xlsx": (*_ZIP, b"\xd0\xcf\x11\xe0"),
    ".zip": _ZIP,
    ".png": (b"\x89PNG\r\n\x1a\n",),
}
"""How files begin; a document with a password is kept in the older container, whatever its name."""
_START_WITHIN = 1024
"""A PDF may begin with other bytes, a ZIP with a program that unpacks it."""


def link_evidence(project: Project, address: str, title: str = "") -> Evidence:
    """A web address seen now. Raises AppError("link") where it is none."""
    plain = clean(address)
    if (
        not plain.lower().startswith(_SCHEMES)
        or len(plain) > _LONGEST_WORDS
        or any(space in plain for space in " \n\t")
    ):
        raise AppError(
            "link",
            _(
                "“{address}” is not a web address. Nothing was added. It begins with http:// or https://."
            ).format(address=plain[:80]),
        )
    return Evidence(kind="link", ref=plain, title=clean(title), at=project.session.world.now())


def note_evidence(project: Project, words: str) -> Evidence:
    """What was seen or heard, in words of now. Raises AppError("note") where there are none, or too many."""
    plain = clean(words)
    if not plain.strip() or len(plain) > _LONGEST_WORDS:
        raise AppError(
            "note",
            _("A note holds between 1 and {most} characters; this one has {n} and was not added.").format(
                most=_LONGEST_WORDS, n=len(plain.strip())
            ),
        )
    return Evidence(kind="note", ref=plain, at=project.session.world.now())


def screenshot_evidence(project: Project, image: bytes, title: str = "") -> Evidence:
    """An image (PNG, JPEG, GIF or WebP) stored as evidence taken now."""
    mime = image_kind(image)
    if not mime:
        raise AppError(
            "not_an_image",
            _("That is not an image, so it was not added. Paste a screenshot or an image file."),
        )
    return _stored(project, "screenshot", image, title, mime)


def file_evidence(project: Project, path: Path, progress: Progress | None = None) -> Evidence:
    """A file stored as evidence as it is; an image counts as a screenshot."""
    return content_evidence(project, read_file(path, progress), path.name)


def content_evidence(project: Project, data: bytes, name: str) -> Evidence:
    """What a file called ``name`` holds, stored as evidence; an image counts as a screenshot."""
    if image_kind(data):
        return screenshot_evidence(project, data, name)
    require_no_program(name, data)
    mime = "application/octet-stream" if is_what_it_says(name, data) else NOT_WHAT_IT_SAYS
    return _stored(project, "file", data, name, mime)


def require_no_program(name: str, data: bytes = b"") -> None:
    """Raises AppError("program") for a file that would run, by its name or by how its bytes begin."""
    runs = data.startswith(_PROGRAM_STARTS) or (data.startswith(b"MZ") and b"\0" in data[:64])
    if runs or Path(name).suffix.lower() in _PROGRAMS:
        raise AppError(
            "program",
            _(
                "{file} is a program or a script and was not added: it could harm whoever opens it. Add a screenshot of what it "
                "shows, a document, or a link."
            ).format(file=name),
        )


def is_what_it_says(name: str, data: bytes) -> bool:
    """Whether the bytes begin as those of a file with such a name do; where that is not known, they may be anything."""
    starts = _STARTS.get(Path(name).suffix.lower())
    return starts is None or any(start in data[:_START_WITHIN] for start in starts)


def image_kind(data: bytes) -> str:
    """The media type of an image that can be stored as a screenshot, by how its bytes begin; "" for anything else."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    starts = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
    return next((name for start, name in starts.items() if data.startswith(start)), "")


def read_file(path: Path, progress: Progress | None = None) -> bytes:
    """What a file holds, read in steps that ``progress`` counts in bytes and can stop.

    Raises AppError("cannot_read", "too_large", "empty"), each before anything is stored, and Cancelled.
    """
    told = progress or Progress()
    found = bytearray()
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            require_size(path.name, size)
            told.step(0, size, path.name)
            while chunk := file.read(_CHUNK):
                found += chunk
                require_size(path.name, len(found))
                told.step(len(found), max(size, len(found)), path.name)
    except OSError as error:
        raise AppError(
            "cannot_read",
            _(
                "{file} was not added: it could not be read, {reason}. The answer is as it was. Check whether the file is still "
                "there and its drive connected, then add it again."
            ).format(file=path.name, reason=system_reason(error)),
        ) from error
    if len(found) < size:
        raise AppError(
            "cannot_read",
            _(
                "{file} was not added: only a part of it could be read. The answer is as it was. Check whether the file is still "
                "there and its drive connected, then add it again."
            ).format(file=path.name),
        )
    return bytes(found)


def require_size(name: str, size: int) -> None:
    """Raises AppError("empty", "too_large") where a file of ``size`` bytes cannot be evidence."""
    if not size:
        raise AppError(
            "empty",
            _(
                "{file} is empty (0 bytes) and was not added. If it should hold something, copy it again."
            ).format(file=name),
        )
    if size > MAX_ATTACHMENT:
        raise AppError(
            "too_large",
            _(
                "{file} has {size} MB and was not added; a piece of evidence holds at most {limit} MB. Add a part of it, a "
                "screenshot, or a link to where it lies."
            ).format(file=name, size=-(-size // 1024**2), limit=MAX_ATTACHMENT // 1024**2),
        )


def attachment_bytes(project: Project, sha256: str) -> bytes | None:
    """What an attachment holds; None where it has not come."""
    with project.file.read() as connection:
        return attachment(connection, sha256)


def _stored(project: Project, kind: str, data: bytes, title: str, mime: str) -> Evidence:
    require_size(title or _("The image"), len(data))
    sha256 = hashlib.sha256(data).hexdigest()
    with project.file.write() as connection:
        keep_attachment(connection, sha256, kind, data)
    return Evidence(
        kind="screenshot" if kind == "screenshot" else "file",
        ref=sha256,
        title=clean(title),
        at=project.session.world.now(),
        size=len(data),
        mime=mime,
    )
