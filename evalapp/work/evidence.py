"""Keeping what was seen: screenshots and files are stored once, by their hash."""

import hashlib
from pathlib import Path

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.evidence import Evidence
from evalapp.exchange.read import MAX_ATTACHMENT
from evalapp.store.queries import attachment
from evalapp.store.take_in import keep_attachment
from evalapp.work.project import Project

_SCHEMES = ("http://", "https://")
_IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}


def link_evidence(project: Project, address: str, title: str = "") -> Evidence:
    """A web address seen now. Raises AppError("link") where it is none."""
    plain = clean(address)
    if (
        not plain.lower().startswith(_SCHEMES)
        or len(plain) > 2000
        or any(space in plain for space in " \n\t")
    ):
        raise AppError(
            "link",
            _(
                "“{address}” is not a web address. Nothing was added. It begins with http:// or https://."
            ).format(address=plain[:80]),
        )
    return Evidence(kind="link", ref=plain, title=clean(title), at=project.session.world.now())


def screenshot_evidence(project: Project, image: bytes, title: str = "") -> Evidence:
    """An image (PNG, JPEG, GIF or WebP) stored as evidence taken now."""
    mime = next((name for start, name in _IMAGES.items() if image.startswith(start)), "")
    if not mime:
        raise AppError(
            "not_an_image",
            _("That is not an image, so it was not added. Paste a screenshot or an image file."),
        )
    return _stored(project, "screenshot", image, title, mime)


def file_evidence(project: Project, path: Path) -> Evidence:
    """A file stored as evidence; an image counts as a screenshot."""
    data = read_bytes(path, MAX_ATTACHMENT)
    if any(data.startswith(start) for start in _IMAGES):
        return screenshot_evidence(project, data, path.name)
    return _stored(project, "file", data, path.name, "application/octet-stream")


def attachment_bytes(project: Project, sha256: str) -> bytes | None:
    """What an attachment holds; None where it has not come."""
    with project.file.read() as connection:
        return attachment(connection, sha256)


def _stored(project: Project, kind: str, data: bytes, title: str, mime: str) -> Evidence:
    if not data or len(data) > MAX_ATTACHMENT:
        raise AppError(
            "too_large",
            _(
                "An attachment holds between 1 byte and {limit} MB; this one has {size} bytes and was not added."
            ).format(limit=MAX_ATTACHMENT // 1024**2, size=len(data)),
        )
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
