"""Screenshots are kept no larger than chosen, in the smaller of two formats, and small letters stay legible."""

from random import Random

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from evalapp.base.errors import AppError
from evalapp.ui.pictures import encoded, fitted, image_bytes, named_as_kept, picture, thumbnail
from evalapp.work.evidence import image_kind

LINE = "办事指南 Service guide 0123456789 "


def page(width: int = 2880, height: int = 1800, ground: str = "white") -> QImage:
    """A page full of small letters."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.setFont(QFont("Noto Sans SC", 9))
    painter.setPen(QColor("#5D6875"))
    for y in range(20, height, 20):
        painter.drawText(10, y, LINE * (width // 150))
    painter.end()
    return image


def photograph(width: int = 1500, height: int = 1000) -> QImage:
    """Colours that change at every pixel, as a camera gives them, with a line of letters across."""
    noise = Random(1).randbytes(3 * width * height)
    image = QImage(noise, width, height, 3 * width, QImage.Format.Format_RGB888)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.fillRect(0, 400, width, 60, QColor("white"))
    painter.setFont(QFont("Noto Sans SC", 20))
    painter.drawText(10, 440, LINE * 10)
    painter.end()
    return image


def lightness(image: QImage, every: int = 3) -> list[int]:
    """How light the pixels of some rows are, from 0 to 255."""
    rows = range(0, image.height(), every)
    return [QColor(image.pixel(x, y)).lightness() for y in rows for x in range(image.width())]


@pytest.mark.parametrize(("side", "size"), [(1920, (1920, 1200)), (2560, (2560, 1600)), (0, (2880, 1800))])
def test_the_longer_side_is_as_long_as_chosen(side: int, size: tuple[int, int]) -> None:
    kept = picture(encoded(page(), side))
    assert (kept.width(), kept.height()) == size


def test_a_small_screenshot_is_never_made_larger() -> None:
    assert picture(encoded(page(800, 500), 1920)).size() == QSize(800, 500)


@pytest.mark.parametrize(
    ("width", "ground"), [(600, "white"), (600, "#1F5FAD"), (60, "white"), (1500, "black")]
)
def test_the_smaller_format_is_kept(width: int, ground: str) -> None:
    image = page(width, 400, ground)
    forms = {"image/png": image_bytes(image, "PNG"), "image/jpeg": image_bytes(image, "JPEG", 90)}
    kept = encoded(image, 1920)
    assert kept == forms[image_kind(kept)]
    assert len(kept) == min(len(data) for data in forms.values())


def test_a_photograph_gets_small() -> None:
    kept = encoded(photograph(), 1920)
    assert image_kind(kept) == "image/jpeg"
    assert len(kept) < len(image_bytes(photograph(), "PNG")) / 2


def test_small_letters_stay_legible_as_jpeg() -> None:
    """No pixel of a scaled page is a sixth lighter or darker than it would be without loss."""
    whole = page().scaled(QSize(1920, 1200), mode=Qt.TransformationMode.SmoothTransformation)
    kept = encoded(page(), 1920)
    assert image_kind(kept) == "image/jpeg"
    part = QRect(0, 0, 960, 300)
    apart = [
        abs(one - other)
        for one, other in zip(lightness(whole.copy(part)), lightness(picture(kept).copy(part)), strict=True)
    ]
    assert max(apart) < 255 / 6
    assert sum(apart) / len(apart) < 4


def test_transparent_parts_stay_and_an_unused_channel_does_not_count() -> None:
    see_through = QImage(400, 300, QImage.Format.Format_ARGB32)
    see_through.fill(Qt.GlobalColor.transparent)
    assert picture(encoded(see_through, 1920)).hasAlphaChannel()
    opaque = photograph(600, 400).convertToFormat(QImage.Format.Format_ARGB32)
    assert image_kind(encoded(opaque, 0)) == "image/jpeg"


def test_a_file_that_fits_keeps_its_bytes_and_a_larger_one_is_scaled() -> None:
    small, large = image_bytes(page(900, 600), "PNG"), image_bytes(page(), "JPEG", 95)
    assert fitted(small, 1920, "a.png") == small
    assert fitted(large, 0, "b.jpg") == large
    assert picture(fitted(large, 1920, "b.jpg")).width() == 1920


def test_a_bitmap_becomes_something_that_browsers_show() -> None:
    bitmap = image_bytes(page(900, 600), "BMP")
    kept = fitted(bitmap, 1920, "a.bmp")
    assert image_kind(kept) in ("image/png", "image/jpeg")
    assert named_as_kept("a.bmp", kept).rpartition(".")[2] in ("png", "jpg")


def test_what_only_begins_like_an_image_is_refused_with_its_name() -> None:
    with pytest.raises(AppError, match=r"首页\.png") as refused:
        fitted(image_bytes(page(900, 600), "PNG")[:200], 1920, "首页.png")
    assert refused.value.code == "not_an_image"


def test_names_follow_the_format_and_otherwise_stay() -> None:
    jpeg = image_bytes(page(50, 50), "JPEG")
    assert named_as_kept("照片.PNG", jpeg) == "照片.jpg"
    assert named_as_kept("照片.JPEG", jpeg) == "照片.JPEG"
    assert named_as_kept("照片", jpeg) == "照片"


def test_a_photograph_held_upright_is_kept_upright() -> None:
    """Cameras write the way they were held beside the picture, which scaling would lose."""
    plain = image_bytes(page(2400, 1600), "JPEG", 90)
    exif = b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
    turned = plain[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + plain[2:]
    assert picture(turned).size() == QSize(1600, 2400)
    kept = picture(fitted(turned, 1200, "turned.jpg"))
    assert (kept.width(), kept.height()) == (800, 1200)


def test_a_thumbnail_fills_its_place_and_is_small() -> None:
    small = picture(thumbnail(image_bytes(page(), "PNG"), QSize(224, 124)))
    assert small.width() >= 224
    assert small.height() >= 124
    assert max(small.width() - 224, small.height() - 124) <= 224
    assert thumbnail(b"no image", QSize(224, 124)) == b""
