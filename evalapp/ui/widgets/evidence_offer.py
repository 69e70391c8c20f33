"""What of dragged or pasted data can be evidence, and why the rest cannot."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.evidence import web_address
from evalapp.ui.widgets.card_state import NewEvidence
from evalapp.work.evidence import require_no_program, require_size

_PASTED_STARTS = ("http://", "https://", "www.")
_OURS = (".evalpkg", ".evalproj")
_LOOKED_AT = 50


class Offer(msgspec.Struct, frozen=True):
    """What can be added, in order, and in one sentence why something cannot ("" where all of it can)."""

    evidence: tuple[NewEvidence, ...] = ()
    refused: str = ""


def offered(source: QMimeData) -> Offer:
    """The evidence in dragged or pasted data: files first, then an image, then a link."""
    urls = source.urls() if source.hasUrls() else []
    refused = [reason for url in urls[:_LOOKED_AT] if url.isLocalFile() and (reason := _refusal(url))]
    found = _from_urls(urls)
    if not found and not refused and source.hasImage():
        image = source.imageData()
        if isinstance(image, QImage) and not image.isNull():
            found.append(NewEvidence(kind="screenshot", image=image))
    if not found and not refused and source.hasText():
        text = source.text().strip()
        link = web_address(text) if text.lower().startswith(_PASTED_STARTS) else ""
        if link:
            found.append(NewEvidence(kind="link", text=link))
        elif text:
            refused.append(
                _("Words are no evidence of this kind: write them as a note, or into the justification.")
            )
    return Offer(tuple(found), "" if not refused else refused[0])


def _from_urls(urls: Sequence[QUrl]) -> list[NewEvidence]:
    found = [
        NewEvidence(kind="file", path=url.toLocalFile())
        for number, url in enumerate(urls)
        if url.isLocalFile() and not (number < _LOOKED_AT and _refusal(url))
    ]
    links = [url.toString() for url in urls if url.scheme() in ("http", "https")]
    return found + [NewEvidence(kind="link", text=link) for link in links]


def _refusal(url: QUrl) -> str:
    """Why a file cannot be evidence, as far as can be told without reading it; "" where nothing speaks against it."""
    path = Path(url.toLocalFile())
    if path.is_dir():
        return _("“{file}” is a folder: add the files in it.").format(file=path.name)
    if path.suffix.lower() in _OURS:
        return _("“{file}” is a file of EvalApp and no evidence: open it with Ctrl+O.").format(file=path.name)
    try:
        require_no_program(path.name)
        require_size(path.name, path.stat().st_size)
    except AppError as error:
        return str(error)
    except OSError:
        return ""
    return ""
