"""How the entry workbook looks: one quiet style; what may be typed into is white, the rest is tinted."""

from typing import Any

from msgspec import Struct

from evalapp.report.workbook.styles import (
    ACCENT,
    FONT,
    HEAD,
    INK,
    INK_2,
    INK_3,
    LINE,
    NOTICE,
    NOTICE_INK,
    RULE,
)

_CLOSED, _ASIDE, _UNANSWERED, _WITHOUT, _REFUSED = "#ECEEF1", "#F3F4F6", "#FFF8DC", "#E4ECF7", "#F9D3D0"


class Formats(Struct, frozen=True):
    """The formats of one workbook."""

    title: Any
    heading: Any
    head: Any
    centred_head: Any
    entry_head: Any
    text: Any
    quiet: Any
    dim: Any
    code: Any
    count: Any
    body: Any
    plain: Any
    link: Any
    notice: Any
    entry: dict[str, Any]
    aside: dict[str, Any]
    closed: dict[str, Any]
    unanswered: Any
    without: Any
    refused: Any


def formats_of(book: Any) -> Formats:
    """Register the formats with ``book``."""
    plain = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
    lined = {**plain, "bottom": 1, "bottom_color": LINE, "text_wrap": True}
    head = {**plain, "bold": True, "bg_color": HEAD, "bottom": 1, "bottom_color": RULE, "text_wrap": True}
    quiet = {**lined, "font_size": 9, "font_color": INK_2}

    def made(**more: Any) -> Any:
        return book.add_format(more)

    def cells(**more: Any) -> dict[str, Any]:
        """The cells of an answer, with lines on all sides that show where one types."""
        box = {**lined, "left": 1, "right": 1, "left_color": LINE, "right_color": LINE, **more}
        return {
            "text": made(**box, num_format="@"),
            "centre": made(**box, num_format="@", align="center"),
            "number": made(**box, num_format="General", align="center"),
        }

    return Formats(
        title=made(**plain | {"font_size": 14, "bold": True}),
        heading=made(**plain | {"font_size": 11, "bold": True, "font_color": ACCENT}),
        head=made(**head),
        centred_head=made(**head | {"align": "center"}),
        entry_head=made(**head | {"font_color": ACCENT, "align": "center"}),
        text=made(**lined),
        quiet=made(**quiet),
        dim=made(**quiet | {"font_color": INK_3, "bg_color": _ASIDE}),
        code=made(**quiet | {"num_format": "@"}),
        count=made(**quiet | {"align": "center"}),
        body=made(**plain | {"text_wrap": True, "valign": "top"}),
        plain=made(**plain),
        link=made(**lined | {"font_color": ACCENT, "underline": 1}),
        notice=made(**plain | {"bold": True, "font_color": NOTICE_INK, "bg_color": NOTICE}),
        entry=cells(locked=False),
        aside=cells(locked=False, bg_color=_ASIDE, font_color=INK_3),
        closed=cells(bg_color=_CLOSED, font_color=INK_3),
        unanswered=made(bg_color=_UNANSWERED),
        without=made(bg_color=_WITHOUT),
        refused=made(bg_color=_REFUSED),
    )
