"""Evidence that is broken or weak by itself, and evidence that is required and was not given.

What can be told from outside: whether the file is here and is what its name says, whether an address can be opened and leads
further than to a front page, whether a picture is large enough to read, whether it was taken in the time of the project.
Whether it proves the answer is for a person to say.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from evalapp.base.i18n import _, ngettext
from evalapp.entry.addresses import is_of_government
from evalapp.entry.evidence import (
    NOT_WHAT_IT_SAYS,
    Evidence,
    is_home_page,
    leads_nowhere,
    web_address,
)
from evalapp.form.tree import Node
from evalapp.merge.oddities.case import Attached, Case, Said, by_item
from evalapp.merge.oddities.finding import Finding, Place, clipped, digest, key_of

Doubt = Literal[
    "absent", "other_kind", "no_address", "leads_nowhere", "outside", "small", "home_page", "not_government"
]
READABLE = (320, 40)
"""Pixels of the longer and of the shorter side under which a screenshot's letters cannot be read: a line of text, cut out."""
_STRENGTH: dict[Doubt, float] = {
    "absent": 95,
    "other_kind": 85,
    "no_address": 80,
    "leads_nowhere": 75,
    "outside": 60,
    "small": 55,
    "home_page": 40,
    "not_government": 35,
}
_SOFT: tuple[Doubt, ...] = ("outside", "home_page", "not_government")
COMMON = 1 / 3
_REQUIRED = 65.0
_OF_GOVERNMENT = ("政府网站", "政府门户", "政务服务网", "gov.cn", "government's site", "government site")
"""Words by which an item's question or guide sends assessors to a government's site: a form has no key for it."""


def find_doubtful(case: Case) -> list[Finding]:
    """One finding for each piece and doubt, with all cells that it stands behind; and one for each assessor's gaps at a unit.

    What a third of an item's units share is no doubt of the evidence: such an item is about home pages, or not about the
    government's site, or the time of the project is not what it is taken for.
    """
    uses: dict[tuple[Doubt, str], list[Said]] = defaultdict(list)
    asks = {code: _asks_for_government(leaf) for code, leaf in case.leaves.items()}
    for item, answers in by_item(case.answers).items():
        soft: dict[Doubt, list[tuple[str, Said]]] = defaultdict(list)
        for said in answers:
            for piece in said.evidence:
                for doubt in _doubts(piece, case):
                    if doubt in _SOFT:
                        soft[doubt].append((piece.ref, said))
                    else:
                        uses[doubt, piece.ref].append(said)
            if asks[item]:
                soft["not_government"] += [(ref, said) for ref in _elsewhere(said.evidence)]
        evidenced = {said.unit for said in answers if said.evidence}
        for doubt, those in soft.items():
            if len({said.unit for _ref, said in those}) <= max(1, COMMON * len(evidenced)):
                for ref, said in those:
                    uses[doubt, ref].append(said)
    found = [_told(case, doubt, ref, answers) for (doubt, ref), answers in uses.items()]
    return [*found, *_missing(case)]


def _doubts(piece: Evidence, case: Case) -> Iterator[Doubt]:
    if piece.is_attachment:
        yield from _doubts_of_file(piece, case.attached.get(piece.ref))
    elif piece.kind == "link":
        if not web_address(piece.ref):
            yield "no_address"
        elif leads_nowhere(piece.ref):
            yield "leads_nowhere"
        elif is_home_page(piece.ref):
            yield "home_page"
    day = piece.at[:10]
    if day and ((case.begins and day < case.begins[:10]) or (case.ends and day > case.ends[:10])):
        yield "outside"


def _doubts_of_file(piece: Evidence, attached: Attached | None) -> Iterator[Doubt]:
    if attached is None:
        yield "absent"
    elif (
        piece.mime == NOT_WHAT_IT_SAYS or not attached.sound or (piece.kind == "screenshot") != attached.image
    ):
        yield "other_kind"
    elif piece.kind == "screenshot" and all(attached.size):
        longer, shorter = max(attached.size), min(attached.size)
        if longer < READABLE[0] or shorter < READABLE[1]:
            yield "small"


def _asks_for_government(leaf: Node) -> bool:
    texts = (leaf.item.ask, leaf.item.guide)
    words = " ".join(text if isinstance(text, str) else f"{text.zh} {text.en}" for text in texts)
    return any(sign in words for sign in _OF_GOVERNMENT)


def _elsewhere(evidence: Sequence[Evidence]) -> list[str]:
    """The links of an answer where none of them leads to a government."""
    links = [piece.ref for piece in evidence if piece.kind == "link" and web_address(piece.ref)]
    links = [ref for ref in links if not leads_nowhere(ref)]
    return [] if any(is_of_government(ref) for ref in links) else links


def _told(case: Case, doubt: Doubt, ref: str, answers: Sequence[Said]) -> Finding:
    piece = next(one for one in answers[0].evidence if one.ref == ref)
    places = tuple(dict.fromkeys(said.place for said in answers))
    units = {place.unit for place in places}
    size = case.attached[ref].size if ref in case.attached else (0, 0)
    words = {
        "units": case.unit_words(units),
        "items": case.item_words(place.item for place in places),
        "name": _called(piece),
        "width": size[0],
        "height": size[1],
        "day": piece.at[:10],
    }
    return Finding(
        kind="doubtful",
        key=key_of("doubtful", doubt, ref),
        places=places,
        strength=clipped(_STRENGTH[doubt] + min(4.0, len(places) - 1)),
        why=_SENTENCES[doubt]().format(**words),
        about=digest(
            (
                doubt,
                ref,
                *(part for place in sorted(places) for part in (place.unit, place.item, place.subject)),
            )
        ),
        refs=(ref,),
    )


def _called(piece: Evidence) -> str:
    """A piece as people call it: its caption, its address, or what it is."""
    name = piece.title or (piece.ref if not piece.is_attachment else "")
    if not name:
        return _("a screenshot") if piece.kind == "screenshot" else _("a file")
    return name if len(name) <= 80 else name[:79] + "…"


_SENTENCES: dict[Doubt, Callable[[], str]] = {
    "absent": lambda: _(
        "{units} {items}: “{name}” is named as evidence, but the file has not come with the submission."
    ),
    "other_kind": lambda: _("{units} {items}: “{name}” is damaged, or not what its name says it is."),
    "no_address": lambda: _("{units} {items}: “{name}” is no web address that a browser could open."),
    "leads_nowhere": lambda: _(
        "{units} {items}: only the assessor's own computer or network can open “{name}”."
    ),
    "outside": lambda: _(
        "{units} {items}: “{name}” is of {day}, which lies outside the time of this project."
    ),
    "small": lambda: _("{units} {items}: “{name}” has {width} × {height} pixels, too few to read anything."),
    "home_page": lambda: _(
        "{units} {items}: “{name}” leads to a home page alone, which shows little and changes."
    ),
    "not_government": lambda: _(
        "{units} {items}: the item is about the government's site, and “{name}” is not under a government's address."
    ),
}


def _missing(case: Case) -> Iterator[Finding]:
    """Evidence that the form requires and nobody gave: one finding for each assessor and unit."""
    for (unit, subject), items in case.unevidenced.items():
        yield Finding(
            kind="doubtful",
            key=key_of("doubtful", "missing", unit, subject),
            places=tuple(Place(unit, item, subject) for item in items),
            strength=clipped(_REQUIRED + min(9.0, len(items) - 1)),
            why=ngettext(
                "{unit}: the form requires evidence for {items}, and none was given.",
                "{unit}: the form requires evidence for each of {n} items, and none was given for {items}.",
                len(items),
            ).format(unit=case.units[unit], n=len(items), items=case.item_words(items)),
            about=digest((unit, subject, *items)),
        )
