"""An open project: its file, its form, who works in it, and the one way to write a revision."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, Self

from msgspec import Struct

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
from evalapp.form.model import Form
from evalapp.form.reader import decode_form
from evalapp.form.settings import TABLES, apply_settings, decode_settings
from evalapp.form.tree import Tree, build_tree
from evalapp.merge.cells import Rules
from evalapp.store.append import ChainEnd, Draft, Writer, append, continues
from evalapp.store.cells_table import Comparison, comparison
from evalapp.store.derive import rebuild
from evalapp.store.project_file import Connection, ProjectFile, facts, open_project_file
from evalapp.store.queries import SettingRow, form_bytes, founding, people, settings
from evalapp.store.schema import DERIVATION_VERSION
from evalapp.store.take_in import SealRow, keep_seal
from evalapp.work.enrol import enrolment
from evalapp.work.session import Session

Role = Literal["assessor", "coordinator"]


class About(Struct, frozen=True, kw_only=True):
    """What never changes about an open project file. ``me`` is the person whose file it is."""

    project: str
    title: str
    role: Role
    me: str
    name: str
    code: str
    synthetic: bool
    form_hash: str


class Project:
    """An open project file. Give it back with :meth:`close`, or use it in a ``with`` block."""

    def __init__(
        self, session: Session, file: ProjectFile, about: About, tree: Tree, rules: FormRules
    ) -> None:
        self.session = session
        self.file = file
        self.about = about
        self.tree = tree
        self.rules = rules
        self._trees: dict[int | None, Tree] = {None: tree}
        self._comparison: dict[Rules, Comparison] = {}
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

    def write(self, drafts: Callable[[Connection], Sequence[Draft]]) -> list[Read]:
        """Write revisions at the end of this account's chain, in one durable transaction with all that follows from them.

        ``drafts`` is asked inside the transaction, so that it sees what it replaces. Raises AppError for a full disk or a
        lock, and "key" where this account's key has no say in a coordinator's project; then nothing was written.
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
            reads, end = append(connection, writer, wanted, self.compare_by)
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
        """Raises AppError("key") where :meth:`may_write` says no: better than to write what would be held or refused."""
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

    def compare_by(self, connection: Connection) -> Comparison | None:
        """How cells are judged in this file: not at all in an assessor's, which holds one person's answers."""
        if self.about.role == "assessor":
            return None
        rules = difference_rules(connection, self.tree)
        if rules not in self._comparison:
            self._comparison[rules] = comparison(self.tree, self.rules.read, rules)
        return self._comparison[rules]

    def close(self) -> None:
        """Give the file back. What was written is sealed, so that the next laptop that hands it in can prove it."""
        if self._unsealed is not None and self.about.role == "assessor":
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


def difference_rules(connection: Connection, tree: Tree) -> Rules:
    """Tolerance and resolution: the form's, unless the project sets its own.

    A disputed setting falls back to what decides nothing: no tolerance (RECORD R18).
    """
    found = settings(connection)
    policy = tree.form.policy
    tolerance, resolve = policy.tolerance, policy.resolve
    if (own := found.get("tolerance")) is not None:
        tolerance = 0.0 if own.disputed else float(own.value)
    if (own := found.get("resolve")) is not None:
        resolve = "decide" if own.disputed or own.value not in ("decide", "average", "first") else own.value  # type: ignore[assignment]
    return Rules(tolerance, resolve)


def scoring_form(form: Form, chosen: Mapping[str, SettingRow]) -> Form:
    """The form with what the project set in place of its weights, policies, grades and profiles.

    What coordinators set differently counts as unset (RECORD R18), and so do settings that do not fit the edition:
    ``project settings`` names both.
    """
    recorded = {
        table: chosen[table].value for table in TABLES if table in chosen and not chosen[table].disputed
    }
    try:
        return apply_settings(form, decode_settings(recorded))
    except AppError:
        return form


def open_project(session: Session, path: Path, progress: Progress | None = None) -> Project:
    """The project file ``path``; derived tables of another derivation version are rebuilt first.

    Raises AppError("not_found", "not_a_project", "newer_version", "damaged", …) and changes nothing.
    """
    file = open_project_file(path)
    try:
        with file.read() as connection:
            known = facts(connection)
            origin = founding(connection, known["founding"])
            chosen = settings(connection)
            edition = chosen["edition"].value
            toml = form_bytes(connection, edition)
        tree = build_tree(scoring_form(decode_form(toml), chosen))
        role: Role = "coordinator" if known["role"] == "coordinator" else "assessor"
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
        project = Project(session, file, about, tree, compile_rules(tree))
        if known.get("derivation_version") != str(DERIVATION_VERSION):
            with file.write() as connection:
                rebuild(connection, project.compare_by, progress or Progress())
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
