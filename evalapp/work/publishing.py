"""Publishing results: frozen under a name, with everything that they rest on (RECORD R17, R18, R20)."""

import hashlib
from collections.abc import Sequence

from msgspec import Struct

from evalapp import __version__
from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.base.text import clean
from evalapp.entry.contents import ChainTip, Publication
from evalapp.score.frozen import Frozen, FrozenCell, encode_frozen, frozen_unit
from evalapp.score.not_ranked import not_ranked
from evalapp.score.ranks import NO_RANK
from evalapp.score.results import rows
from evalapp.store.append import Draft
from evalapp.store.chain_export import chain_ends
from evalapp.store.frontier import decision_ids
from evalapp.store.project_file import Connection
from evalapp.store.queries import cells, roster, settings
from evalapp.store.take_in import keep_attachment
from evalapp.work.project import Project, require_role
from evalapp.work.publications import Published, frozen_results, publication, publications
from evalapp.work.results import project_digest, project_results, why_not_ranked
from evalapp.work.scoring import scoring_settings

RESULTS = "results"
"""The kind of attachment that holds published results."""
_LONGEST_NAME = 80


class Readiness(Struct, frozen=True, kw_only=True):
    """What stands in the way of publishing, or will be printed with it.

    ``to_confirm``: cells (unit, item) whose decision rests on answers that have changed; each asks for a decision, or all for
    a waiver. ``disputed`` settings stop it. ``not_ranked`` are sentences about the units ``unranked``, ``waiting`` counts
    cells that wait for a decision. ``edition``, ``units``, how many of them are ``ranked``, and ``synthetic`` say what would
    be frozen.
    """

    to_confirm: tuple[tuple[str, str], ...]
    disputed: tuple[str, ...]
    not_ranked: tuple[str, ...]
    unranked: tuple[str, ...]
    waiting: int
    edition: str
    units: int
    ranked: int
    synthetic: bool


def readiness(project: Project) -> Readiness:
    """What a publication now would have to say."""
    require_role(project, "coordinator")
    found = project_results(project)
    with project.file.read() as connection:
        known = {unit.key for unit in roster(connection)}
        stale = cells(connection, ("to_confirm",))
        open_cells = cells(connection, ("pending", "disputed"))
    return Readiness(
        to_confirm=tuple(sorted((row.unit, row.item) for row in stale if row.unit in known)),
        disputed=found.in_dispute,
        not_ranked=tuple(why_not_ranked(found.results)),
        unranked=tuple(one.unit.key for one in not_ranked(found.results)),
        waiting=sum(1 for row in open_cells if row.unit in known),
        edition=project.tree.form.head.version,
        units=len(found.results.units),
        ranked=sum(1 for row, _unit in found.results.units if found.results.rank[row] != NO_RANK),
        synthetic=project.about.synthetic,
    )


def publish(
    project: Project, name: str, *, note: str = "", waiver: str = "", corrects: str = "", progress: Progress
) -> Published:
    """Freeze the results as they are under a name: 初评, 复核, 终稿. Nothing that comes later changes them.

    ``waiver`` says why decisions that are to be confirmed are let stand. ``corrects`` is the id of the publication that this
    one corrects; the cells that moved since are named. Raises AppError("publication_name", "to_confirm", "in_dispute",
    "unknown_publication", "moved") and then publishes nothing.
    """
    require_role(project, "coordinator")
    name, waiver = clean(name), clean(waiver)
    _require_name(project, name)
    ready = readiness(project)
    _require_ready(ready, waiver)
    before = frozen_results(project, publication(project, corrects)) if corrects else None
    progress.step(0, 3)
    with project.file.read() as connection:
        tips = _tips(connection)
    frozen = freeze(project, name)
    progress.step(1, 3)
    data = encode_frozen(frozen)
    sha256 = hashlib.sha256(data).hexdigest()
    content = Publication(
        name=name,
        form=project.about.form_hash,
        digest=frozen.digest,
        frozen=sha256,
        tips=tips,
        note=clean(note),
        waiver=waiver if ready.to_confirm else "",
        waived=ready.to_confirm,
        corrects=corrects,
        moved=() if before is None else moved_cells(before, frozen),
    )

    def drafts(connection: Connection) -> Sequence[Draft]:
        if _tips(connection) != tips:
            raise AppError(
                "moved",
                _(
                    "Something was recorded while the results were being frozen. Nothing was published. Publish again."
                ),
            )
        keep_attachment(connection, sha256, RESULTS, data)
        return (Draft(content=content, item=name),)

    progress.step(2, 3)
    (written,) = project.write(drafts)
    return publication(project, written.id)


def _tips(connection: Connection) -> tuple[ChainTip, ...]:
    return tuple(ChainTip(end.device, end.seq, end.id) for end in chain_ends(connection, None))


def freeze(project: Project, name: str) -> Frozen:
    """The results as they are now, with everything that tells them from others."""
    found = project_results(project)
    over = scoring_settings(project)
    with project.file.read() as connection:
        decisions = decision_ids(connection)
        frozen_cells = tuple(
            FrozenCell(
                unit=row.unit,
                item=row.item,
                state=row.final.state,
                value=row.final.value,
                score=row.final.score,
                status=row.status,
                decision="" if row.decision_n is None else decisions[row.decision_n],
            )
            for row in sorted(cells(connection), key=lambda row: (row.unit, row.item))
        )
        chosen = tuple(sorted((name, row.value) for name, row in settings(connection).items()))
    return Frozen(
        name=name,
        title=project.about.title,
        project=project.about.project,
        program=__version__,
        computed_at=found.computed_at,
        form=project.about.form_hash,
        version=project.tree.form.head.version,
        settings="" if over.settings.is_empty else over.toml,
        rules=chosen,
        synthetic=project.about.synthetic,
        digest=project_digest(project, found.results),
        units=tuple(frozen_unit(unit) for unit in found.results.roster),
        rows=tuple(rows(found.results)),
        cells=frozen_cells,
    )


def moved_cells(before: Frozen, after: Frozen) -> tuple[tuple[str, str], ...]:
    """The cells (unit, item) whose final value or points are otherwise."""
    was, now = (
        {(row.unit, row.item): (row.value, row.points) for row in one.rows} for one in (before, after)
    )
    answered = {(cell.unit, cell.item) for one in (before, after) for cell in one.cells}
    return tuple(sorted(cell for cell in answered if was.get(cell) != now.get(cell)))


def _require_name(project: Project, name: str) -> None:
    if not name or len(name) > _LONGEST_NAME or "\n" in name:
        raise AppError(
            "publication_name",
            _(
                "A publication needs a name on one line, of at most {most} characters. Nothing was published."
            ).format(most=_LONGEST_NAME),
        )
    if any(one.name == name for one in publications(project)):
        raise AppError(
            "publication_name",
            _(
                "“{name}” was published already, and stays as it is. Nothing was published. Choose another name; a correction "
                "says which publication it corrects."
            ).format(name=name),
        )


def _require_ready(ready: Readiness, waiver: str) -> None:
    if ready.disputed:
        raise AppError(
            "in_dispute",
            _(
                "Coordinators set {settings} differently, so the ranks are in dispute. Nothing was published. Set it once more "
                "to settle it."
            ).format(settings=_(", ").join(ready.disputed)),
        )
    if ready.to_confirm and not waiver:
        raise AppError(
            "to_confirm",
            _(
                "Answers have changed behind {n} decisions. Nothing was published. Decide these cells again, or give the "
                "reason why the decisions stand as they are."
            ).format(n=len(ready.to_confirm)),
            details=tuple(f"{unit} {item}" for unit, item in ready.to_confirm),
        )
