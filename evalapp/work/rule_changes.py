"""Rules of a project changed later: several in one transaction, foreseen before, with the history of each and its disputes."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.contents import EDITION, Setting
from evalapp.entry.project_settings import (
    BLIND,
    DEADLINE,
    OFF,
    ON,
    RESOLVE,
    SAMPLE,
    SHOWN,
    TOLERANCE,
    can_be_set,
)
from evalapp.store.append import Draft
from evalapp.store.assignment_history import founded_at
from evalapp.store.project_file import Connection
from evalapp.store.queries import people, settings
from evalapp.store.setting_history import setting_history
from evalapp.work.carried import edition_versions
from evalapp.work.foreseeing import Foreseen, foresee
from evalapp.work.project import Project, require_role


class SettingLine(Struct, frozen=True, kw_only=True):
    """A change of a setting: who, when (UTC), what it was before ("" for the form's own) and from then on.

    ``in_force``: it holds now. ``founded``: it was settled when the project was founded.
    """

    name: str
    at: str
    by: str
    before: str
    after: str
    in_force: bool
    founded: bool


class Said(Struct, frozen=True):
    """One of the values in a dispute, by whom and when."""

    value: str
    by: str
    at: str


class Dispute(Struct, frozen=True):
    """A setting that coordinators set differently without knowing of each other (RECORD R18)."""

    name: str
    said: tuple[Said, ...]


def change_settings(project: Project, values: Mapping[str, str]) -> int:
    """Set several settings in one transaction; how many were written, and not in force already.

    Raises AppError("setting") where one cannot be; nothing is then written.
    """
    require_role(project, "coordinator")
    _require_good(values)
    return len(project.write(lambda connection: _drafts(connection, values)))


def foresee_settings(project: Project, values: Mapping[str, str]) -> Foreseen:
    """What :func:`change_settings` would move. Nothing is written; raises what it raises."""
    require_role(project, "coordinator")
    _require_good(values)
    return foresee(project, lambda connection: _drafts(connection, values))


def setting_lines(project: Project) -> tuple[SettingLine, ...]:
    """Every change of a setting, the latest first; what the form alone says has no line."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        every = setting_history(connection)
        names = {key: person.name for key, person in people(connection).items()}
        _device, begun = founded_at(connection)
        versions = edition_versions(project, connection)
    values = {one.id: one.value for one in every}

    def shown(name: str, value: str) -> str:
        return versions.get(value, project.tree.form.head.version) if name == EDITION and value else value

    return tuple(
        SettingLine(
            name=one.name,
            at=one.at,
            by=names.get(one.author, ""),
            before=shown(one.name, next((values[old] for old in one.replaces if old in values), "")),
            after=shown(one.name, one.value),
            in_force=one.is_head,
            founded=one.at == begun,
        )
        for one in reversed(every)
    )


def disputes(project: Project) -> tuple[Dispute, ...]:
    """The settings in dispute. What depends on them waits, until one of the values is set over both."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        open_ones = [name for name, row in settings(connection).items() if row.disputed]
        every = setting_history(connection)
        names = {key: person.name for key, person in people(connection).items()}
    return tuple(
        Dispute(
            name,
            tuple(
                Said(one.value, names.get(one.author, ""), one.at)
                for one in every
                if one.name == name and one.is_head
            ),
        )
        for name in open_ones
    )


def setting_word(name: str) -> str:
    """What a setting is called, in the language in force."""
    words = {
        EDITION: _("Edition of the form"),
        TOLERANCE: _("Tolerance"),
        RESOLVE: _("Within the tolerance"),
        "completion.unanswered": _("Unanswered items"),
        "completion.evidence": _("Missing evidence"),
        "completion.warnings": _("Open warnings"),
        BLIND: _("Decisions"),
        "last_edition": _("Last edition"),
        DEADLINE: _("Deadline"),
        SAMPLE: _("Sample for two assessors"),
    }
    return words.get(name, name)


def value_word(name: str, value: str) -> str:
    """What a setting says, in a few words in the language in force."""
    if not value:
        return _("as the form says") if name in (TOLERANCE, RESOLVE) else "–"
    words = {
        "decide": _("Decide each"),
        "average": _("Take the mean"),
        "first": _("Take the first assessor's"),
        "block": _("Block handing in"),
        "warn": _("Ask for a reason"),
        "ignore": _("Ignore"),
        "hidden": _("hidden from assessors"),
        SHOWN: _("shown to assessors"),
    }
    if name == BLIND:
        return {ON: _("without names"), OFF: _("with names")}.get(value, value)
    if name == TOLERANCE:
        return _("{points} points").format(points=value)
    return words.get(value, value if len(value) <= 60 else f"{value[:60]}…")


def _require_good(values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if not can_be_set(name, value):
            raise AppError(
                "setting",
                _("“{name}” cannot be set to “{value}”. Nothing was changed.").format(name=name, value=value),
            )


def _drafts(connection: Connection, values: Mapping[str, str]) -> Sequence[Draft]:
    now = settings(connection)
    return [
        Draft(content=Setting(value=value), item=name)
        for name, value in values.items()
        if name not in now or now[name].disputed or now[name].value != value
    ]
