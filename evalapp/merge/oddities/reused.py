"""Evidence that stands behind several cells: a city's screenshot under another's answer, or a file that two assessors share.

A file is the same where its bytes are (SHA-256), a link where it leads to the same page. Nothing is told where one assessor
cites a page for several items of one unit, or two assessors of a unit found the same page: that is how evidence works. A file is
another matter, since no two screenshots taken apart are the same to the byte.
"""

from collections import defaultdict
from collections.abc import Sequence

from evalapp.base.i18n import _
from evalapp.entry.addresses import same_page
from evalapp.entry.evidence import is_home_page
from evalapp.merge.oddities.case import Case, Said
from evalapp.merge.oddities.finding import Finding, Place, clipped, digest, key_of

MANY_ITEMS = 3
"""So many items of one unit a file of one assessor has to stand behind: two may well be seen on one page."""
COMMON = 1 / 3
_SHARED_BY = 0.25
_FEWEST_SHARING = 4


def find_reused(case: Case) -> list[Finding]:
    """One finding for each file or page that stands behind cells it can hardly prove all of."""
    found: list[Finding] = []
    files, pages = _uses(case)
    within: list[tuple[str, list[Said]]] = []
    for ref, uses in files.items():
        if len({said.unit for said in uses}) > 1 or len({said.subject for said in uses}) > 1:
            found.append(_of_file(case, ref, uses))
        elif len({said.item for said in uses}) >= MANY_ITEMS:
            within.append((ref, uses))
    n_units = len(case.units)
    # Where a third of the units have such files, that is how evidence is kept here.
    if len({uses[0].unit for _ref, uses in within}) <= max(1, COMMON * n_units):
        found += [_of_file(case, ref, uses) for ref, uses in within]
    for page, by_ref in pages.items():
        uses = [said for those in by_ref.values() for said in those]
        units = {said.unit for said in uses}
        if len(units) > 1:
            shared = len(units) >= max(_FEWEST_SHARING, _SHARED_BY * n_units)
            found.append(_of_page(case, page, sorted(by_ref), uses, shared=shared))
    return found


def _uses(case: Case) -> tuple[dict[str, list[Said]], dict[str, dict[str, list[Said]]]]:
    """The answers behind which each file stands; and those behind which each page stands, by the address as it was given."""
    files: dict[str, list[Said]] = defaultdict(list)
    pages: dict[str, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    known: dict[str, str] = {}
    for said in case.answers:
        for piece in said.evidence:
            if piece.is_attachment:
                files[piece.ref].append(said)
            elif piece.kind == "link":
                if piece.ref not in known:
                    known[piece.ref] = same_page(piece.ref)
                pages[known[piece.ref]][piece.ref].append(said)
    return files, pages


def _of_file(case: Case, ref: str, uses: Sequence[Said]) -> Finding:
    units = {said.unit for said in uses}
    subjects = {said.subject for said in uses}
    items = {said.item for said in uses}
    if len(units) > 1:
        strength = 90.0
        why = _("One file stands behind answers for {units} ({items}): it can hardly show all of them.")
    elif len(subjects) > 1:
        strength = 80.0
        why = _(
            "{people} gave the very same file for {units} ({items}), to the byte: two who look by themselves do not."
        )
    else:
        strength = 25.0
        why = _(
            "One file stands behind several items of {units} ({items}): see whether it shows each of them."
        )
    return Finding(
        kind="reused",
        key=key_of("reused", ref),
        places=_places(case, uses),
        strength=clipped(strength + min(9.0, len(uses) - 2)),
        why=why.format(
            units=case.unit_words(units),
            items=case.item_words(items),
            people=_(", ").join(case.person(subject) for subject in sorted(subjects, key=case.person)),
        ),
        about=_about(uses),
        refs=(ref,),
    )


def _of_page(case: Case, page: str, refs: Sequence[str], uses: Sequence[Said], *, shared: bool) -> Finding:
    units, items = {said.unit for said in uses}, {said.item for said in uses}
    if shared:
        why = _(
            "The page {page} stands behind answers for {count} units ({items}): fine where it belongs to all of them, such as a "
            "platform of the province."
        )
    else:
        why = _(
            "The page {page} stands behind answers for {units} ({items}): it can hardly belong to all of them."
        )
    home = is_home_page(refs[0])
    return Finding(
        kind="reused",
        key=key_of("reused", page),
        places=_places(case, uses),
        strength=20.0 if shared else clipped((60.0 if home else 70.0) + min(9.0, len(uses) - 2)),
        why=why.format(
            page=page if len(page) <= 80 else page[:79] + "…",
            units=case.unit_words(units),
            count=len(units),
            items=case.item_words(items),
        ),
        about=_about(uses),
        refs=tuple(refs),
    )


def _places(case: Case, uses: Sequence[Said]) -> tuple[Place, ...]:
    """The cells in the order of form and roster, each once."""
    items = {item: number for number, item in enumerate(case.leaves)}
    units = {unit: number for number, unit in enumerate(case.units)}
    places = {said.place for said in uses}
    return tuple(sorted(places, key=lambda one: (items[one.item], units[one.unit], one.subject)))


def _about(uses: Sequence[Said]) -> str:
    """Where the evidence stands: a further place is news."""
    return digest(part for said in sorted(uses, key=lambda one: one.place) for part in said.judged())
