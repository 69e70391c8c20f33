"""Publications: what was frozen, whether it still is what it was, and what has come since (RECORD R20)."""

import hashlib
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.contents import ANSWER, DECISION, KIND_NUMBERS, PUBLICATION, SIGNOFF, Publication
from evalapp.entry.revision import decode, revision_id
from evalapp.score.frozen import Frozen, decode_frozen
from evalapp.store.derive import rebuild
from evalapp.store.frontier import beyond, copy_up_to, missing_tips
from evalapp.store.project_file import create_project_file
from evalapp.store.queries import attachment, people, revisions_of_kinds
from evalapp.work.project import Project, open_project, require_role
from evalapp.work.results import project_digest, project_results

SINCE = (
    ANSWER,
    SIGNOFF,
    DECISION,
    *(
        KIND_NUMBERS[name]
        for name in ("unit", "assignment", "setting", "key", "withdrawal", "release", "mapping", "grant")
    ),
)
"""Kinds that may move a result."""


class Published(Struct, frozen=True, kw_only=True):
    """A publication: its revision's id, when and by whom, what it rests on. ``corrects`` is the id of the one before it."""

    id: str
    name: str
    at: str
    by: str
    content: Publication

    @property
    def digest(self) -> str:
        """The hash of the results."""
        return self.content.digest

    @property
    def corrects(self) -> str:
        """The id of the publication that this one corrects; "" for none."""
        return self.content.corrects


class Verified(Struct, frozen=True, kw_only=True):
    """Whether published results are what they were. ``frozen``: the kept copy is whole; ``computed``: what its frontier comes to.

    ``computed`` is "" where this file lacks part of what was published: ``missing`` says how many chains.
    """

    name: str
    digest: str
    frozen: bool
    computed: str
    missing: int

    @property
    def sound(self) -> bool:
        """Whether the copy is whole and computing it again gives the same."""
        return self.frozen and self.computed == self.digest


def publications(project: Project) -> tuple[Published, ...]:
    """All publications that count, in the order in which they were made."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        names = people(connection)
        found = []
        for *_slot, body, content in revisions_of_kinds(connection, (PUBLICATION,)):
            if isinstance(content, Publication):
                revision = decode(body)
                by = names[revision.author].name if revision.author in names else ""
                found.append(
                    Published(id=revision_id(body), name=content.name, at=revision.at, by=by, content=content)
                )
    return tuple(found)


def publication(project: Project, word: str) -> Published:
    """The publication with this id or name; of several with one name the last. Raises AppError("unknown_publication")."""
    every = publications(project)
    for one in reversed(every):
        if word in (one.id, one.name):
            return one
    raise AppError(
        "unknown_publication",
        _("There is no publication “{name}”. There are: {names}.").format(
            name=word, names=_(", ").join(one.name for one in every) or _("none yet")
        ),
    )


def frozen_results(project: Project, published: Published) -> Frozen:
    """The results as they were published. Raises AppError("damaged_publication")."""
    with project.file.read() as connection:
        data = attachment(connection, published.content.frozen)
    if data is None or hashlib.sha256(data).hexdigest() != published.content.frozen:
        raise AppError(
            "damaged_publication",
            _(
                "The results of “{name}” are not in this file, or are not what they were. Merge an exchange from a coordinator "
                "who has them; the decisions and answers that they rest on are safe."
            ).format(name=published.name),
        )
    return decode_frozen(data)


def since(project: Project, published: Published) -> dict[str, int]:
    """What has come since a publication that may move a result: how many revisions of each kind; kinds without any are absent."""
    names = {number: name for name, number in KIND_NUMBERS.items()}
    with project.file.read() as connection:
        counts = Counter(names[one.kind] for one in beyond(connection, published.content.tips, SINCE))
    return dict(counts)


def verify(project: Project, published: Published, progress: Progress) -> Verified:
    """Compute a publication again from its frontier, in a file that goes again, and compare."""
    require_role(project, "coordinator")
    try:
        whole = frozen_results(project, published).digest == published.digest
    except AppError:
        whole = False
    with project.file.read() as connection:
        missing = missing_tips(connection, published.content.tips)
    computed = "" if missing else _computed(project, published, progress)
    return Verified(
        name=published.name, digest=published.digest, frozen=whole, computed=computed, missing=missing
    )


def verify_all(project: Project, progress: Progress) -> dict[str, Verified]:
    """Every publication as :func:`verify` finds it, by id."""
    return {one.id: verify(project, one, progress) for one in publications(project)}


def _computed(project: Project, published: Published, progress: Progress) -> str:
    with TemporaryDirectory(prefix="evalapp-") as folder:
        path = Path(folder) / "frontier.evalproj"
        file = create_project_file(path, {})
        try:
            with project.file.read() as connection:
                copy_up_to(connection, published.content.tips, file)
            with file.write() as connection:
                rebuild(connection, project.terms, progress)
        finally:
            file.close()
        with open_project(project.session, path, progress) as then:
            return project_digest(then, project_results(then).results)
