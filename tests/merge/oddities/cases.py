"""Small cases for the finders: a form of one leaf a kind, units by number, answers by value."""

from collections.abc import Iterable, Mapping, Sequence

from evalapp.entry.evidence import Evidence
from evalapp.entry.final import Final, State
from evalapp.form.reader import decode_form
from evalapp.form.tree import Tree, build_tree
from evalapp.merge.oddities.case import Attached, Case, Said

FORM = """
[form]
id = "odd"
version = "1"
title = "odd"
[[item]]
code = "YES"
title = "yes or no"
scale = { kind = "binary", points = 5 }
[[item]]
code = "STEP"
title = "three steps"
scale = { kind = "options", options = [
  { value = "full", label = { zh = "完全", en = "Full" }, points = 20 }, { value = "part", label = { zh = "部分", en = "Part" }, points = 8 },
  { value = "none", label = { zh = "没有", en = "None" }, points = 0 } ] }
[[item]]
code = "RATE"
title = "a rate"
ask = "政府网站的链接有多少有效？"
scale = { kind = "rate" }
weight = 20
[[item]]
code = "COUNT"
title = "a count"
scale = { kind = "count", each = 1, cap = 20 }
[[item]]
code = "SCORE"
title = "a number"
scale = { kind = "number", min = 0, max = 100, decimals = 1 }
weight = 10
[[item]]
code = "TICKS"
title = "ten ticks"
scale = { kind = "checklist", ticks = [
  { id = "t0", points = 1 }, { id = "t1", points = 1 }, { id = "t2", points = 1 }, { id = "t3", points = 1 }, { id = "t4", points = 1 },
  { id = "t5", points = 1 }, { id = "t6", points = 1 }, { id = "t7", points = 1 }, { id = "t8", points = 1 }, { id = "t9", points = 1 } ] }
[[item]]
code = "WORDS"
title = "words"
part = "note"
scale = { kind = "text" }
"""
W, Z = "w" * 32, "z" * 32
NAMES = {W: "王晓岚", Z: "赵启明"}


def tree() -> Tree:
    """The form of the cases."""
    return build_tree(decode_form(FORM.encode()))


def wide_tree(leaves: int) -> Tree:
    """A form with so many leaves of three steps."""
    lines = ['[form]\nid = "wide"\nversion = "1"\ntitle = "wide"\n[policy]\nweights = "relative"\n']
    lines += [
        f'[[item]]\ncode = "Q{n:02}"\ntitle = "{n}"\nscale = {{ kind = "options", options = [{{ value = "full", points = 4 }}, '
        '{ value = "part", points = 2 }, { value = "none", points = 0 }] }\n'
        for n in range(leaves)
    ]
    return build_tree(decode_form("".join(lines).encode()))


def said(
    unit: str,
    item: str,
    value: str = "",
    *,
    subject: str = W,
    state: State | None = None,
    text: str = "",
    evidence: Iterable[Evidence] = (),
) -> Said:
    chosen: State = state or ("answered" if value else "blank")
    return Said(
        unit=unit, item=item, subject=subject, state=chosen, value=value, text=text, evidence=tuple(evidence)
    )


def case(
    answers: Sequence[Said],
    *,
    form: Tree | None = None,
    units: Sequence[str] = (),
    earlier: Mapping[tuple[str, str], Final] | None = None,
    attached: Mapping[str, Attached] | None = None,
    unevidenced: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
    begins: str = "",
    ends: str = "",
) -> Case:
    found = tree() if form is None else form
    keys = units or sorted({one.unit for one in answers})
    return Case(
        answers=tuple(answers),
        leaves={leaf.code: leaf for leaf in found.leaves},
        units={key: f"市{key}" for key in keys},
        people=NAMES,
        earlier=earlier or {},
        label="2021",
        attached=attached or {},
        unevidenced=unevidenced or {},
        begins=begins,
        ends=ends,
    )


def column(item: str, values: Sequence[str], *, subject: str = W) -> list[Said]:
    """An answer of each unit, by number."""
    return [said(f"{n:03}", item, value, subject=subject) for n, value in enumerate(values)]


def shot(ref: str, title: str = "", at: str = "") -> Evidence:
    return Evidence(
        kind="screenshot",
        ref=ref * 32 if len(ref) == 2 else ref,
        title=title,
        at=at,
        size=9,
        mime="image/png",
    )


def link(address: str, title: str = "") -> Evidence:
    return Evidence(kind="link", ref=address, title=title)
