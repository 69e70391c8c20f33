"""Images as they are kept: upright, no larger than was chosen, and in the format that takes less room.

These functions touch no widget; they are meant for the runner's thread, since large images take their time.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.work.evidence import image_kind

SIDES = (1920, 2560, 0)
"""How long the longer side of a screenshot may be, in pixels; 0 leaves it as it is. The first is the usual one."""
JPEG_QUALITY = 90
"""Never lower: small letters keep their edges."""
_BITMAP = b"BM"


def picture(data: bytes) -> QImage:
    """An image upright, as the camera held it; a null image where the bytes are none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    return reader.read()


def is_picture(data: bytes) -> bool:
    """Whether a file's bytes begin like an image that is kept as a screenshot."""
    return bool(image_kind(data)) or data.startswith(_BITMAP)


def fitted(data: bytes, side: int, name: str = "") -> bytes:
    """An image file as it is kept: the same bytes, unless its longer side exceeds ``side`` pixels (0: never).

    Moving images are never touched, bitmaps always: nobody can show them in a browser. Raises AppError("not_an_image") where the
    bytes only begin like an image.
    """
    image = picture(data)
    if image.isNull():
        raise AppError(
            "not_an_image",
            _(
                "{file} was not added: it begins like an image, but cannot be shown. It may be damaged or cut short. The answer "
                "is as it was. Open the file to check it, or take the screenshot again."
            ).format(file=name or _("The image")),
        )
    moving = image_kind(data) == "image/gif"
    if moving or (not data.startswith(_BITMAP) and not _exceeds(image.size(), side)):
        return data
    return encoded(image, side)


def encoded(image: QImage, side: int) -> bytes:
    """An image with its longer side at most ``side`` pixels (0: as it is), as PNG, or as JPEG where that is smaller.

    JPEG keeps quality 90; an image with transparent parts stays PNG. Raises AppError("not_an_image") for a null image.
    """
    if image.isNull():
        raise AppError("not_an_image", _("There is no picture, file or link on the clipboard."))
    if _exceeds(image.size(), side):
        image = image.scaled(
            QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    whole = image_bytes(image, "PNG")
    if image.hasAlphaChannel():
        if not _is_opaque(image):
            return whole
        image = image.convertToFormat(QImage.Format.Format_RGB32)
        whole = image_bytes(image, "PNG")
    smaller = image_bytes(image, "JPEG", JPEG_QUALITY)
    return smaller if smaller and len(smaller) < len(whole) else whole


def thumbnail(data: bytes, room: QSize) -> bytes:
    """An image that fills ``room`` and is hardly larger, as PNG; b"" where the bytes are none."""
    image = picture(data)
    if image.isNull():
        return b""
    if image.width() > room.width() and image.height() > room.height():
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(room, Qt.AspectRatioMode.KeepAspectRatioByExpanding, smooth)
    return image_bytes(image, "PNG")


def named_as_kept(name: str, data: bytes) -> str:
    """A file's name with the suffix of what was made of it, where that is another."""
    suffixes = {"image/png": (".png",), "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif")}
    kept = suffixes.get(image_kind(data), ())
    stem, dot, suffix = name.rpartition(".")
    if not kept or not dot or f".{suffix.lower()}" in kept:
        return name
    return f"{stem}{kept[0]}"


def image_bytes(image: QImage, form: str, quality: int = -1) -> bytes:
    """An image in a format of Qt's; b"" where it cannot be written."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form, quality)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _exceeds(size: QSize, side: int) -> bool:
    return bool(side) and max(size.width(), size.height()) > side


def _is_opaque(image: QImage) -> bool:
    """Whether no pixel shows what lies below: screen grabs often carry a channel that they do not use."""
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    bits = alpha.constBits()
    assert isinstance(bits, memoryview)
    whole, wide = bytes(bits), alpha.bytesPerLine()
    row = bytes([255]) * alpha.width()
    return all(whole.startswith(row, y * wide) for y in range(alpha.height()))
