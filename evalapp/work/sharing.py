"""Sharing the work of a form and a roster out among people: what is asked where, what is written as assignments."""

import json
import re
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.entry.asked import asked_of
from evalapp.entry.dealing import deal
from evalapp.entry.profiles import profile_of, under_profile
from evalapp.entry.roster import Roster
from evalapp.entry.sharing import (
    MODES,
    Assigned,
    Barred,
    By,
    Lacking,
    Mode,
    Shared,
    Sharing,
    families,
    parcels_of,
)
from evalapp.entry.states import FormRules
from evalapp.form.tokens import ExpressionError
from evalapp.form.tree import Node, Tree
from evalapp.work.create import Assessor


class Work(Struct, frozen=True):
    """What there is to share out: the roster, and by unit key the items that assessors answer."""

    roster: Roster
    tree: Tree
    asked: dict[str, tuple[str, ...]]

    @property
    def cities(self) -> tuple[str, ...]:
        """The keys of the units that are no sub-units."""
        return tuple(city for city, _family in families(self.roster))


def work_of(roster: Roster, tree: Tree, rules: FormRules) -> Work:
    """The work of a form on a roster. A condition that does not fit the roster asks as the form's own weights do."""
    trees: dict[int | None, Tree] = {}
    known: dict[tuple[int | None, str], tuple[str, ...]] = {}
    asked = {}
    for unit in roster:
        try:
            profile = profile_of(tree, rules, unit)
        except ExpressionError:
            profile = None
        if profile not in trees:
            trees[profile] = under_profile(tree, profile)
        if (profile, unit.sort) not in known:
            known[(profile, unit.sort)] = tuple(leaf.code for leaf in asked_of(trees[profile], unit))
        asked[unit.key] = known[(profile, unit.sort)]
    return Work(roster, tree, asked)


def branches_at(tree: Tree, level: int) -> tuple[Node, ...]:
    """The branches that begin at ``level`` (1 is the top), with the leaves above it; each has something to answer."""
    found: dict[str, Node] = {}
    for leaf in tree.leaves:
        if leaf.scale is not None and leaf.scale.typed:
            path = tree.path(leaf.code)
            node = path[min(level, len(path)) - 1]
            found.setdefault(node.code, node)
    return tuple(found.values())


def levels_of(tree: Tree) -> int:
    """How many levels of branches there are: the depth of the deepest leaf."""
    return max((len(tree.path(leaf.code)) for leaf in tree.leaves), default=1)


def plan_of(work: Work, people: Sequence[str], sharing: Sharing, barred: Barred = ()) -> Shared:
    """A plan by the rules of :func:`evalapp.entry.dealing.deal`. Nothing is refused: ``lacking`` says what is wrong."""
    branches: Mapping[str, str] | None = None
    if sharing.by != "city":
        branches = {
            leaf.code: node.code
            for node in branches_at(work.tree, sharing.level)
            for leaf in work.tree.leaves_below(node.code)
        }
    return deal(parcels_of(work.roster, work.asked, branches), people, barred, sharing)


def required_plan(work: Work, people: Sequence[str], sharing: Sharing, barred: Barred = ()) -> Shared:
    """As :func:`plan_of`; raises AppError("assignment") with every unit that cannot be given to as many as it needs."""
    shared = plan_of(work, people, sharing, barred)
    _require_people(shared, people)
    if shared.lacking:
        raise AppError(
            "assignment",
            _(
                "Some units cannot be given to as many as they need. Nothing was written. Name more people, bar fewer, or "
                "assign fewer to a unit."
            ),
            details=lacking_words(work, shared.lacking, {}),
        )
    return shared


def share_out(roster: Roster, assessors: Sequence[Assessor], mode: Mode) -> tuple[Assigned, ...]:
    """Whole cities dealt out as if all took the same work, for rosters without a form. Raises AppError("assignment")."""
    parcels = parcels_of(roster, {city: ("",) for city, _family in families(roster)})
    people = [assessor.code for assessor in assessors]
    shared = deal(parcels, people, (), Sharing(mode=mode))
    _require_people(shared, people)
    return shared.assigned


def _require_people(shared: Shared, people: Sequence[str]) -> None:
    needed = max((one.needed for one in shared.lacking), default=0)
    if needed > len(people):
        raise AppError(
            "assignment",
            ngettext(
                "Each unit is to have {needed} assessor, but there is none. Nothing was written. Name people.",
                "Each unit is to have {needed} assessors, but there are only {found}. Nothing was written. Name more people, or "
                "assign fewer to a unit.",
                needed,
            ).format(needed=needed, found=len(people)),
        )


def lacking_words(work: Work, lacking: Collection[Lacking], names: Mapping[str, str]) -> tuple[str, ...]:
    """What is said of units for which there are too few people; ``names`` are those of the people."""
    units = {unit.key: unit.full_name for unit in work.roster}
    found = []
    for one in lacking:
        words = ngettext(
            "{unit} needs {needed} assessor, and {found} may answer it.",
            "{unit} needs {needed} assessors, and {found} may answer it.",
            one.needed,
        ).format(unit=units[one.city], needed=one.needed, found=one.found)
        if one.barred:
            people = _(", ").join(names.get(person, person) for person in one.barred)
            words += " " + _("Barred: {people}.").format(people=people)
        found.append(words.replace("。 ", "。"))
    return tuple(found)


def sharing_of(assign: str, by: By, level: int) -> Sharing | None:
    """The words of the command line: ``double``, ``single``, ``all`` or ``sample:SHARE[:SEED]``; None for a file's name.

    Raises AppError("assignment") where a sample cannot be meant.
    """
    for mode in MODES:
        if assign == mode != "sample":
            return Sharing(mode=mode, by=by, level=level)
    if not assign.startswith("sample:"):
        return None
    found = re.fullmatch(r"sample:(\d{1,3})(?::(\d{1,9}))?", assign)
    if found is None or not 1 <= int(found[1]) <= 100:
        raise AppError(
            "assignment",
            _(
                "“{text}” is no sample. Nothing was written. Write sample:SHARE:SEED, such as sample:30:7 for a second "
                "assessor in 30 percent of the cities."
            ).format(text=assign),
        )
    return Sharing(mode="sample", by=by, level=level, share=int(found[1]), seed=int(found[2] or 1))


def sample_setting(sharing: Sharing) -> str:
    """How the setting ``sample`` records what was drawn and how; "" where nothing was."""
    if sharing.mode != "sample":
        return ""
    return json.dumps(
        {"share": sharing.share, "seed": sharing.seed, "by": sharing.by, "level": sharing.level},
        sort_keys=True,
    )
