"""Which column of a roster is what: guessed by its heading in either language, and by what stands in it."""

import re
from collections.abc import Sequence

from evalapp.base.grids import Grid
from evalapp.base.numbers import canonical
from evalapp.base.tables import folded
from evalapp.entry.columns import ROSTER

_WORDS: dict[str, tuple[str, ...]] = {
    "parent": ("上级", "所属单位", "parent"),
    "code": ("代码", "编码", "编号", "区划", "code", "id"),
    "name": ("名称", "对象", "城市", "地市", "市州", "区县", "单位", "name", "city", "unit"),
    "province": ("省", "province"),
    "kind": ("类型", "类别", "级别", "分类", "kind", "class", "type", "level"),
    "population": ("人口", "population"),
    "initials": ("首字母", "initials"),
    "pinyin": ("拼音", "pinyin"),
}
"""What headings have in common; a heading with words of two kinds is settled by what stands below it."""

_PROVINCES = frozenset(
    "北京天津河北山西内蒙古辽宁吉林黑龙江上海江苏浙江安徽福建江西山东河南湖北湖南广东广西海南重庆四川贵州云南西藏陕西甘肃青海宁夏新疆"
)
_PROVINCE = re.compile(r"\w+(省|自治区|市)|内蒙古|黑龙江|\w{2}")
_EXACT, _PART, _CERTAIN, _AGAINST = 10, 6, 5, 2
"""What a heading says outweighs what speaks against it below: a roster with mistakes is to be told these, not to be misread."""
_MOST, _SOME = 0.8, 0.5
_TAKEN = 4


def roles_of(grid: Grid, further: Sequence[str] = ()) -> dict[int, str]:
    """By place (from 0) the columns of a roster that are known; the others keep their headings.

    ``further`` are columns that a form reads by their own names. Nothing is given twice, and what fits best goes first.
    """
    found = []
    for number in range(len(grid.headings)):
        heading = grid.headings[number]
        cells = [cell for cell in grid.column(number) if cell]
        found += [
            (_by_heading(heading, role) + _by_content(cells, role, len(grid.rows)), -number, role)
            for role in _WORDS
        ]
        found += [(2 * _EXACT, -number, role) for role in further if folded(heading) == folded(role)]
    roles: dict[int, str] = {}
    for score, number, role in sorted(found, reverse=True):
        if score >= _TAKEN and -number not in roles and role not in roles.values():
            roles[-number] = role
    return roles


def _by_heading(heading: str, role: str) -> int:
    plain = folded(heading)
    column = next(column for column in ROSTER.every if column.name == role)
    if plain in {folded(word) for word in (role, *column.headings)}:
        return _EXACT
    return _PART if plain and any(folded(word) in plain for word in _WORDS[role]) else 0


def _by_content(cells: Sequence[str], role: str, rows: int) -> int:
    """What the cells say for a role, or against it; where they are certain, no heading is needed."""
    if not cells:
        return -_AGAINST
    filled = len(cells) / rows > _MOST
    numbers = sum(canonical(cell) is not None for cell in cells) / len(cells)
    several = len(set(cells)) / len(cells)
    match role:
        case "code":
            six = sum(bool(re.fullmatch(r"\d{6}(\d{6})?", cell)) for cell in cells) / len(cells)
            if several <= _MOST or not filled:
                return -_AGAINST
            return _CERTAIN if six > _MOST else 2 if numbers > _MOST else 0
        case "name":
            if several <= _MOST or not filled or numbers > _SOME:
                return -_AGAINST
            return _TAKEN
        case "province":
            known = sum(_is_province(cell) for cell in cells) / len(cells)
            return _CERTAIN if known > _MOST and several < 1 else -_AGAINST if numbers > _SOME else 0
        case "parent":
            return -_AGAINST if filled and several == 1 else 0
        case "population":
            return 1 if numbers > _SOME else -_AGAINST
    return 0


def _is_province(text: str) -> bool:
    return set(text.removesuffix("省").removesuffix("市")[:2]) <= _PROVINCES and bool(
        _PROVINCE.fullmatch(text)
    )
