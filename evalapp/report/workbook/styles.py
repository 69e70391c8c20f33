"""How cells look: one quiet style for all sheets."""

from typing import Any

FONT = "Microsoft YaHei"
INK, INK_2, INK_3 = "#1B2430", "#45515F", "#5D6875"
HEAD, GROUP, RULE, LINE = "#E9ECF0", "#F3F5F7", "#7F8A96", "#E2E6EA"
NOTICE, NOTICE_INK = "#FFEFC2", "#6A4B00"
ACCENT, BAR, OK = "#1F5FAD", "#85BAC1", "#17703F"

LEVELS = 5
"""Depths of the item tree that are told apart by indentation."""

Properties = dict[str, Any]

_BASE: Properties = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
_BODY: Properties = {**_BASE, "bottom": 1, "bottom_color": LINE}
# A text that a user typed stays a text even after the cell is edited again.
_TEXT: Properties = {**_BODY, "quote_prefix": True}


def properties(decimals: int) -> dict[str, Properties]:
    """The cell formats by name; ``decimals`` is how the form prints points."""
    points = "0." + "0" * decimals if decimals else "0"
    head = {**_BASE, "bold": True, "bg_color": HEAD, "bottom": 1, "bottom_color": RULE, "text_wrap": True}
    return {
        "plain": _BASE,
        "title": {**_BASE, "bold": True, "font_size": 14},
        "cover": {**_BASE, "bold": True, "font_size": 20},
        "section": {**_BASE, "bold": True, "font_size": 11, "bottom": 1, "bottom_color": RULE},
        "subtitle": {**_BASE, "font_size": 9, "font_color": INK_3},
        "notice": {**_BASE, "font_color": NOTICE_INK, "bg_color": NOTICE, "bold": True},
        "head": {**head, "align": "center"},
        "head_left": {**head, "align": "left"},
        "head_code": {**head, "align": "center", "bottom": 0, "font_color": INK_2},
        "head_code_left": {**head, "align": "left", "bottom": 0},
        "head_number": {
            **head,
            "align": "center",
            "bold": False,
            "font_color": INK_3,
            "num_format": "0.######",
        },
        "head_group": {**head, "align": "center", "left": 1, "left_color": RULE},
        "label": {**_BODY, "font_color": INK_2, "valign": "top"},
        "text": _TEXT,
        "strong": {**_TEXT, "bold": True},
        "quiet": {**_TEXT, "font_color": INK_3},
        "quiet_beside": {**_TEXT, "font_color": INK_3, "indent": 1},
        **{f"level_{level}": {**_TEXT, "indent": level, "bold": level == 0} for level in range(LEVELS)},
        "absent": {**_TEXT, "font_color": INK_3, "align": "right"},
        "centre": {**_TEXT, "align": "center"},
        "wrap": {**_TEXT, "text_wrap": True, "valign": "top"},
        "middle": {**_TEXT, "text_wrap": True},
        "top": {**_TEXT, "valign": "top"},
        "mono": {**_TEXT, "font_name": "Consolas", "font_size": 9, "valign": "top"},
        "link": {**_BODY, "font_color": ACCENT, "underline": 1, "valign": "top"},
        "rank": {**_BODY, "align": "center", "num_format": "0", "bold": True},
        "whole": {**_BODY, "align": "center", "num_format": "0"},
        "points": {**_BODY, "align": "right", "num_format": points},
        "total": {**_BODY, "align": "right", "num_format": points, "bold": True},
        "rate": {**_BODY, "align": "right", "num_format": points + "%", "font_color": INK_2},
        "weight": {**_BODY, "align": "right", "num_format": "0.####"},
        "line": {**_BODY, "align": "right", "num_format": "0.####", "valign": "top"},
        "shifted": {**_BODY, "align": "right", "num_format": "0.####", "bg_color": NOTICE},
        "exact": {**_BODY, "align": "right", "num_format": "0.000000000", "shrink": True},
        "tiny": {**_BODY, "align": "right", "num_format": "0.0E+00"},
        "leaf": {**_BODY, "align": "right", "num_format": points, "font_color": INK_2},
        "group": {**_BODY, "align": "right", "num_format": points, "bg_color": GROUP},
        "verdict": {**_BODY, "align": "center", "bold": True, "font_color": OK},
    }
