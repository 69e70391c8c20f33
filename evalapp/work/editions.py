"""Bringing another edition of the form into force, and what comes of the answers that are there (RECORD R21–R23)."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.form.catalogue import find_form
from evalapp.form.changes import Difference
from evalapp.form.model import Form
from evalapp.form.reader import read_form, read_form_file
from evalapp.form.settings import apply_settings, decode_settings
from evalapp.store.append import Draft
from evalapp.store.backup import backed_up
from evalapp.store.census import Census, census
from evalapp.store.derive import edition_came
from evalapp.store.forms import keep_form
from evalapp.store.heads_table import AGAIN, AS_IS
from evalapp.store.project_file import Connection
from evalapp.store.queries import settings
from evalapp.work.edition_plan import Plan, TextFile, drafts_of, in_force_already, plan_edition
from evalapp.work.project import Project, open_project, require_role
from evalapp.work.session import Session
from evalapp.work.terms import overlay_of

__all__ = ["Adoption", "ItemEffect", "TextFile", "adopt_edition", "form_named"]

PROJECT_SUFFIX = ".evalproj"


class ItemEffect(Struct, frozen=True, kw_only=True):
    """What comes of the answers at one item, in numbers. An item that is gone stands here with its old code."""

    item: str
    as_is: int = 0
    mapped: int = 0
    again: int = 0
    gone: int = 0


class Adoption(Struct, frozen=True, kw_only=True):
    """What another edition brings, or would bring.

    Answers count ``as_is``, read through a mapping (``mapped``), are to be given ``again`` or belong to items that are ``gone``;
    ``items`` tells where, but for items whose answers all count as they are. Of the decisions, ``decisions_to_confirm`` keep a
    value that may mean less than it did, and ``decisions_lost`` have none in the new edition. ``settings_refused`` says why
    what the project sets over its form does not fit the new edition, and then counts as unset.
    """

    version: str
    edition: str
    difference: Difference
    written: bool
    backup: str
    as_is: int
    mapped: int
    again: int
    gone: int
    items: tuple[ItemEffect, ...]
    decisions: int
    decisions_to_confirm: int
    decisions_lost: int
    settings_refused: str


class _Looked(Exception):
    """Ends the transaction of a dry run."""


def form_named(session: Session, name: str) -> Form:
    """The form that ``name`` stands for: the id of a shipped one, a file, or a project with its edition in force.

    Raises AppError("form", "not_found", "not_a_project", …).
    """
    path = Path(name)
    if path.suffix.lower() == PROJECT_SUFFIX:
        with open_project(session, path) as project, project.file.read() as connection:
            return project.terms.form(connection, project.about.form_hash)
    return read_form_file(find_form(name, session.forms))


def adopt_edition(
    project: Project, toml: TextFile, mappings: Sequence[TextFile] = (), *, only_look: bool = False
) -> Adoption:
    """Bring the edition ``toml`` into force: its form, the mappings to it and the setting, in one transaction after a backup.

    Every edition ever used stays in the project, and no answer is rewritten. Where something must be mapped or answered again a
    mapping is demanded, even one that says little: it shows that somebody has looked. The edition in force may be given again
    with a mapping, which then replaces the one before it. With ``only_look`` nothing is written.

    Raises AppError("form", "mapping", "mapping_needed", "other_form", "same_edition", "roster", "role", "key", …); nothing is
    then changed.
    """
    require_role(project, "coordinator")
    project.require_key()
    form = read_form(toml.data, toml.name)
    plan = plan_edition(project, form, mappings)
    found: list[Census] = []

    def drafts(connection: Connection) -> Sequence[Draft]:
        if keep_form(connection, plan.target, toml.data):
            edition_came(connection, project.terms, Progress())
        found.append(census(connection))
        return drafts_of(connection, plan)

    def look(connection: Connection) -> None:
        found.append(census(connection))
        if only_look:
            raise _Looked

    if only_look:
        with suppress(_Looked):
            _record(project, form, drafts, look)
        return _adoption(project, form, plan, found, "")
    with backed_up(project.file, project.session.world.now()) as backup:
        _record(project, form, drafts, look)
    project.follow_edition()
    return _adoption(project, form, plan, found, str(backup))


def _record(
    project: Project,
    form: Form,
    drafts: Callable[[Connection], Sequence[Draft]],
    look: Callable[[Connection], None],
) -> None:
    if not project.write(drafts, look):
        raise in_force_already(form)


def _adoption(project: Project, form: Form, plan: Plan, found: Sequence[Census], backup: str) -> Adoption:
    before, after = found[0], found[-1]
    every = effects(before, after)
    with project.file.read() as connection:
        overlay = dict(overlay_of(settings(connection)))
    refused = ""
    try:
        apply_settings(form, decode_settings(overlay))
    except AppError as unfit:
        refused = "; ".join(unfit.details)
    lost = sum(
        1
        for n, decision in before.decisions.items()
        if decision.carried != AGAIN and (n not in after.decisions or after.decisions[n].carried == AGAIN)
    )
    return Adoption(
        version=form.head.version,
        edition=plan.target,
        difference=plan.difference,
        written=bool(backup),
        backup=backup,
        as_is=sum(one.as_is for one in every),
        mapped=sum(one.mapped for one in every),
        again=sum(one.again for one in every),
        gone=sum(one.gone for one in every),
        items=tuple(one for one in every if one.mapped or one.again or one.gone),
        decisions=sum(1 for one in before.decisions.values() if one.carried != AGAIN),
        decisions_to_confirm=len(after.to_confirm - before.to_confirm),
        decisions_lost=lost,
        settings_refused=refused,
    )


def effects(before: Census, after: Census) -> list[ItemEffect]:
    """What came of the answers, item by item, while another edition came into force."""
    numbers: dict[str, dict[str, int]] = {}

    def count(item: str, what: str) -> None:
        of_item = numbers.setdefault(item, {})
        of_item[what] = of_item.get(what, 0) + 1

    for one in after.answers.values():
        count(one.item, "as_is" if one.carried == AS_IS else "again" if one.carried == AGAIN else "mapped")
    for n, one in before.answers.items():
        if n not in after.answers and one.carried != AGAIN:
            count(one.item, "gone")
    return [ItemEffect(item=item, **those) for item, those in sorted(numbers.items())]
