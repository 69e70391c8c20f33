"""An open project: its file, its form, who works in it, and the one way to write a revision."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, Self

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.profiles import profile_of, under_profile
from evalapp.entry.revision import Read
from evalapp.entry.roster import Unit
from evalapp.entry.states import FormRules, compile_rules
from evalapp.exchange.identity import ChainPlace, known_key, load_place, save_place
from evalapp.exchange.write import make_seal
from evalapp.form.label import say
from evalapp.form.reader import decode_form
from evalapp.form.tree import Tree, build_tree
from evalapp.store.append import ChainEnd, Draft, Writer, append, continues
from evalapp.store.derive import rebuild
from evalapp.store.forms import edition_in_force, form_bytes, missing_editions
from evalapp.store.opening import open_database
from evalapp.store.project_file import Connection, ProjectFile, facts
from evalapp.store.queries import founding, people, settings
from evalapp.store.schema import DERIVATION_VERSION
from evalapp.store.take_in import SealRow, keep_seal
from evalapp.work.enrol import enrolment
from evalapp.work.session import Session
from evalapp.work.terms import Loaded, Overlay, ProjectTerms, overlay_of, scoring_form

Role = Literal["assessor", "coordinator"]


class About(Struct, frozen=True, kw_only=True):
    """What an open project file is. ``me`` is the person whose file it is, ``form_hash`` the edition in force."""

    project: str
    title: str
    role: Role
    me: str
    name: str
    code: str
    synthetic: bool
    form_hash: str


class Project:
    """An open project file. Give it back with :meth:`close`, or use it in a ``with`` block.

    ``tree`` and ``rules`` are those of the edition in force; they change only where :meth:`follow_edition` is called.
    """

    def __init__(
        self,
        session: Session,
        file: ProjectFile,
        about: About,
        tree: Tree,
        rules: FormRules,
        overlay: Overlay = (),
    ) -> None:
        self.session = session
        self.file = file
        self.about = about
        self.tree = tree
        self.rules = rules
        self.terms = ProjectTerms(
            compares=about.role == "coordinator", loaded={(about.form_hash, overlay): Loaded(tree, rules)}
        )
        self._trees: dict[int | None, Tree] = {None: tree}
        self._unsealed: ChainEnd | None = None

    @property
    def path(self) -> Path:
        """The project file."""
        return self.file.path

    def form_title(self, language: str) -> str:
        """The form's title and version, as pages print it."""
        return f"{say(self.tree.form.head.title, language)} {self.tree.form.head.version}"

    def tree_of(self, unit: Unit) -> Tree:
        """The form's tree with the weights that hold for ``unit``."""
        profile = profile_of(self.tree, self.rules, unit)
        if profile not in self._trees:
            self._trees[profile] = under_profile(self.tree, profile)
        return self._trees[profile]

    @property
    def shared(self) -> bool:
        """Whether other coordinators write to the same project at the same time."""
        return self.file.shared

    def pulse(self) -> tuple[int, int]:
        """Two numbers that are others as soon as anybody has recorded or proved something."""
        with self.file.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT (SELECT coalesce(max(n), 0) FROM revision), (SELECT count(*) FROM seal)"
            ).one()
        return int(row[0]), int(row[1])

    def write(
        self,
        drafts: Callable[[Connection], Sequence[Draft]],
        look: Callable[[Connection], None] | None = None,
    ) -> list[Read]:
        """Write revisions at the end of this account's chain, in one durable transaction with all that follows from them.

        ``drafts`` is asked inside the transaction, so that it sees what it replaces; ``look`` is shown the result before it is
        kept, and may raise. Raises AppError for a full disk or a lock, and "key" where this account's key has no say in a
        coordinator's project; then nothing was written.
        """
        self.require_key()
        identity = self.session.identity()
        place = load_place(self.session.home, self.about.project, self.about.me)
        with self.file.write() as connection:
            wanted = drafts(connection)
            if not wanted:
                return []
            end = (
                None if place is None else continues(connection, ChainEnd(place.device, place.seq, place.tip))
            )
            if end is None:
                end = ChainEnd(self.session.world.new_id(), 0, "")
            wanted = (*self._opening(connection, end, identity.public), *wanted)
            writer = Writer(self.about.me, identity.public, end, self.session.world.now())
            reads, end = append(connection, writer, wanted, self.terms)
            if look is not None:
                look(connection)
        self._unsealed = end
        save_place(
            self.session.home, self.about.project, self.about.me, ChainPlace(end.device, end.seq, end.tip)
        )
        return reads

    def may_write(self) -> bool:
        """Whether what this account writes would count: in a coordinator's project it takes the coordinator's key."""
        if self.about.role == "assessor":
            return True
        public = known_key(self.session.home)
        with self.file.read() as connection:
            return public in people(connection)[self.about.me].keys

    def require_key(self) -> None:
        """Raises AppError("key") where :meth:`may_write` says no, ("moved_away") where the project goes on at another place.

        Better than to write what would be held, refused or left behind.
        """
        with self.file.read() as connection:
            place = facts(connection).get("moved_to", "")
        if place:
            raise AppError(
                "moved_away",
                _(
                    "This project was moved to {place} and goes on there; here nothing can be changed. Open it there."
                ).format(place=place),
            )
        if not self.may_write():
            raise AppError(
                "key",
                _(
                    "Nothing was changed in {file}: the key of this account is not its coordinator's, so what it writes would "
                    "not count. Copy identity.key from the account that founded the project into {home}."
                ).format(file=self.path.name, home=self.session.home),
            )

    def _opening(self, connection: Connection, end: ChainEnd, key: str) -> tuple[Draft, ...]:
        """What a new device must say first: an assessor's enrols the key."""
        if end.seq or self.about.role == "coordinator":
            return ()
        return enrolment(connection, self.about.project, self.about.me, key)

    def follow_edition(self) -> bool:
        """Take the edition that is in force by now for ``tree`` and ``rules``; whether it is another one."""
        with self.file.read() as connection:
            edition = edition_in_force(connection)
            if edition == self.about.form_hash:
                return False
            loaded = self.terms.loaded(connection, edition)
        self.about = structs.replace(self.about, form_hash=edition)
        self.tree, self.rules = loaded.tree, loaded.rules
        self._trees = {None: loaded.tree}
        return True

    def family(self, connection: Connection, item: str) -> tuple[str, ...]:
        """The codes under which answers to ``item`` may lie, since its code may differ between editions."""
        reading = self.terms.reading(connection)
        return (item,) if reading is None else tuple(sorted(reading.family(item)))

    def edition_of_decisions(self, connection: Connection) -> str:
        """What a decision says of its edition: "" under the one that the project was founded with."""
        reading = self.terms.reading(connection)
        return "" if reading is None or reading.first == reading.edition else reading.edition

    def close(self) -> None:
        """Give the file back. What was written is sealed, so that the next laptop that hands it in can prove it."""
        if self._unsealed is not None and (self.about.role == "assessor" or self.file.shared):
            self._seal(self._unsealed)
        self._unsealed = None
        self.file.close()

    def _seal(self, end: ChainEnd) -> None:
        made = make_seal(self.session.identity(), self.about.project, end.device, end.seq, end.tip)
        with suppress(AppError), self.file.write() as connection:
            keep_seal(
                connection, SealRow(made.key, made.device, made.seq, made.tip, made.count, made.signature)
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def open_project(session: Session, path: Path, progress: Progress | None = None) -> Project:
    """The project file ``path``; derived tables of another derivation version are rebuilt first.

    Raises AppError("not_found", "not_a_project", "newer_version", "damaged", …) and changes nothing.
    """
    file = open_database(path)
    try:
        with file.read() as connection:
            known = facts(connection)
        role: Role = "coordinator" if known["role"] == "coordinator" else "assessor"
        if known.get("derivation_version") != str(DERIVATION_VERSION):
            with file.write() as connection:
                terms = ProjectTerms(compares=role == "coordinator", loaded={})
                rebuild(connection, terms, progress or Progress())
        with file.read() as connection:
            origin = founding(connection, known["founding"])
            chosen = settings(connection)
            edition = chosen["edition"].value
            toml = form_bytes(connection, edition)
            for lost in missing_editions(connection):
                raise KeyError(lost)
        overlay = overlay_of(chosen)
        tree = build_tree(scoring_form(decode_form(toml), overlay))
        about = About(
            project=origin.project,
            title=origin.title,
            role=role,
            me=known["me"],
            name=known.get("name", ""),
            code=known.get("code", ""),
            synthetic=origin.synthetic,
            form_hash=edition,
        )
        project = Project(session, file, about, tree, compile_rules(tree), overlay)
    except KeyError as error:
        file.close()
        raise AppError(
            "damaged",
            _(
                "{file} lacks its {part}, so it cannot be opened. Nothing was changed. Restore the latest backup."
            ).format(file=path.name, part=error),
        ) from error
    except BaseException:
        file.close()
        raise
    return project


def require_role(project: Project, role: Role) -> None:
    """Raises AppError("role") where the project file is not of the role that an operation needs."""
    if project.about.role != role:
        raise AppError(
            "role",
            _(
                "This is done in a coordinator's project; {file} is an assessor's. Nothing was changed."
            ).format(file=project.path.name)
            if role == "coordinator"
            else _(
                "This is done in an assessor's project; {file} is a coordinator's. Nothing was changed."
            ).format(file=project.path.name),
        )
