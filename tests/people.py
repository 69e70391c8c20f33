"""A desk and its assessors, each at a laptop of their own: what the tests of records and files are written in.

``desk = founded(tmp_path)``; ``wang = desk.assessor("WXL")``; ``wang.answers("370100", "A1", "yes")``;
``desk.merges(wang.hands_in())``; ``desk.cell("370100", "A1").status``. Everything goes through real files; only the clock and
the ids are made up.
"""

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from evalapp.base.clock import World
from evalapp.base.progress import Progress
from evalapp.entry.contents import Content
from evalapp.entry.evidence import Evidence
from evalapp.entry.revision import Revision, encode, read, revision_id
from evalapp.entry.roster import Roster, Unit
from evalapp.exchange.identity import ChainPlace, Identity, load_identity, save_place
from evalapp.exchange.manifest import Manifest, Party, Seal, Tip
from evalapp.exchange.read import open_package
from evalapp.exchange.write import make_seal, write_package
from evalapp.form.model import form_hash
from evalapp.form.reader import read_form_file
from evalapp.score.results import ResultRow, rows
from evalapp.store.backup import back_up
from evalapp.store.batches import new_batch
from evalapp.store.derive import edition_came
from evalapp.store.forms import keep_form
from evalapp.store.queries import CellRow, cell, people
from evalapp.store.take_in import SealRow, take_in
from evalapp.work.answering import record_answer, record_answers
from evalapp.work.answers import Entered, UnitOverview, UnitPage, my_units, unit_page
from evalapp.work.care import CheckReport, check_project
from evalapp.work.create import Assessor, NewProject, new_project
from evalapp.work.deciding import Outcome, cell_view, decide
from evalapp.work.editions import Adoption, TextFile, adopt_edition
from evalapp.work.merging import FileReport, MergeReport, dry_run, merge
from evalapp.work.moving import move_to_server
from evalapp.work.project import Project, open_project
from evalapp.work.results import project_results
from evalapp.work.session import Session
from evalapp.work.sharing import share_out
from evalapp.work.submit import submit
from evalapp.work.tasks import open_task, write_tasks, write_updates
from evalapp.work.updates import Updated, open_update

FORMS = Path(__file__).parent / "data" / "forms"
SMALL = FORMS / "small.toml"
UNITS = ("370100", "370200", "370300")
CODES = ("WXL", "ZQM", "SYN")
NAMES = {"WXL": "王晓岚", "ZQM": "赵启明", "SYN": "孙雅宁"}
LEAVES = ("A1", "A2", "A3", "B1", "B2", "B3")
GOOD = {"A1": "yes", "A2": "full", "A3": "time;cost;place", "B1": "4", "B2": "10", "B3": "19/20"}


@dataclass
class Clock:
    """A clock that goes on a minute whenever somebody looks; set ``moment`` to put it wrong."""

    moment: datetime = field(default_factory=lambda: datetime(2021, 10, 21, 1, 0, tzinfo=UTC))

    def __call__(self) -> str:
        self.moment += timedelta(minutes=1)
        return self.moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Ids:
    """Ids that are the same in every run, and different on every laptop."""

    laptop: str
    number: int = 0

    def __call__(self) -> str:
        self.number += 1
        return hashlib.sha256(f"{self.laptop}/{self.number}".encode()).hexdigest()[:32]


def laptop(home: Path) -> Session:
    """A machine account with a home of its own, not yet used."""
    return Session(home=home, forms=FORMS, world=World(now=Clock(), new_id=Ids(str(home))))


def edition(folder: Path, name: str, *changes: tuple[str, str], of: Path = SMALL) -> Path:
    """Another edition of a form: its file with some texts replaced, each of which must stand in it."""
    text = of.read_text(encoding="utf-8")
    for before, after in (('version = "1"', f'version = "{name}"'), *changes):
        assert before in text, before
        text = text.replace(before, after)
    path = folder / f"small-{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def mapping(before: Path, after: Path, *items: str) -> str:
    """A mapping between two form files as TOML, given the inside of its items."""
    hashes = [form_hash(read_form_file(path)) for path in (before, after)]
    head = f'[mapping]\nfrom = "{hashes[0]}"\nto = "{hashes[1]}"\n'
    return head + "".join(f"[[item]]\n{item}\n" for item in items)


def units_of(keys: Sequence[str], columns: Mapping[str, Mapping[str, str]] | None = None) -> tuple[Unit, ...]:
    """Units of Shandong; ``columns`` has further roster columns by key."""
    return tuple(
        Unit(
            key=key,
            code=key,
            name=f"市{key}",
            columns={"code": key, "name": f"市{key}", "province": "山东", **(columns or {}).get(key, {})},
        )
        for key in keys
    )


class Person:
    """Somebody at a laptop with an open project file."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @property
    def session(self) -> Session:
        return self.project.session

    @property
    def id(self) -> str:
        return self.project.about.me

    @property
    def identity(self) -> Identity:
        return load_identity(self.session.home)

    @property
    def clock(self) -> Clock:
        assert isinstance(self.session.world.now, Clock)
        return self.session.world.now

    def reopens(self, path: Path | None = None, session: Session | None = None) -> None:
        """Close the file; open it again, or another one, here or at another laptop."""
        self.project.close()
        self.project = open_project(session or self.session, path or self.project.path)

    def copies_file(self, to: Path) -> Path:
        """The file as it lies on the disk after closing, copied to another place."""
        to.parent.mkdir(parents=True, exist_ok=True)
        if self.project.file.shared:
            return back_up(self.project.file, to)
        self.project.close()
        shutil.copyfile(self.project.path, to)
        self.project = open_project(self.session, self.project.path)
        return to

    def check(self) -> CheckReport:
        return check_project(self.project, Progress())

    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows straight from the file, for what no page shows."""
        with self.project.file.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql, values)]

    def ids(self) -> set[str]:
        return {identity.hex() for (identity,) in self.rows("SELECT id FROM revision")}

    def standing(self) -> dict[str, str]:
        """Why revisions do not count, by id; those that count are absent."""
        return {
            i.hex(): reason
            for i, reason in self.rows("SELECT r.id, i.reason FROM ineligible i JOIN revision r ON r.n = i.n")
        }

    def chain(self) -> list[Revision]:
        """Everything this person wrote, device by device."""
        rows = self.rows(
            "SELECT r.body FROM revision r JOIN device d ON d.d = r.device WHERE d.person = ? ORDER BY d.d, r.seq, r.id",
            (bytes.fromhex(self.id),),
        )
        return [msgspec.json.decode(body, type=Revision) for (body,) in rows]

    def devices(self) -> list[str]:
        """The devices this person wrote on, in the order in which this file met them."""
        return [
            i.hex()
            for (i,) in self.rows(
                "SELECT id FROM device WHERE person = ? ORDER BY d", (bytes.fromhex(self.id),)
            )
        ]


class Field(Person):
    """An assessor with a task."""

    code = ""

    def answers(
        self,
        unit: str,
        item: str,
        value: str = "",
        *,
        state: str = "",
        text: str = "",
        evidence: Iterable[Evidence] = (),
    ) -> bool:
        """Answer an item; without a value, leave it blank or say another state."""
        return record_answer(self.project, unit, item, _entered(value, state, text, evidence))

    def answers_all(self, unit: str, values: Mapping[str, str] | None = None) -> None:
        record_answers(
            self.project,
            {(unit, item): _entered(value) for item, value in (GOOD | dict(values or {})).items()},
        )

    def overview(self) -> tuple[UnitOverview, ...]:
        return my_units(self.project)

    def page(self, unit: str) -> UnitPage:
        return unit_page(self.project, unit)

    def value(self, unit: str, item: str) -> str:
        return self.page(unit).entries[item].entered.value

    def opens_update(self, package: Path, *, only_look: bool = False) -> Updated:
        return open_update(self.project, package, only_look=only_look)

    def hands_in(
        self, *units: str, name: str = "", comment: str = "只做到这里", everything: bool = False
    ) -> Path:
        """Sign off the units (all where none is named) and write the submission; its path."""
        folder = self.session.home.parent / "sent"
        number = len(list(folder.glob("*"))) if folder.exists() else 0
        path = folder / (name or f"{self.code}-{number}.evalpkg")
        submit(self.project, path, units, comment=comment, everything=everything)
        return path


class Desk(Person):
    """The coordinator."""

    folder: Path
    tasks: dict[str, Path]

    def assessor(self, code: str, home: str = "") -> Field:
        """The assessor with this code, who opens the task at a laptop of their own (again, at each call)."""
        session = laptop(self.folder / (home or code.lower()))
        number = len(list(session.home.parent.glob(f"{code}*.evalproj")))
        person = Field(open_task(session, self.tasks[code], session.home.parent / f"{code}{number}.evalproj"))
        person.code = code
        return person

    def writes_tasks(self) -> None:
        self.tasks = {
            task.code: task.path for task in write_tasks(self.project, self.folder / "tasks", Progress())
        }

    def writes_updates(self) -> dict[str, Path]:
        """An update for every assessor, by code."""
        folder = self.folder / f"updates-{len(list(self.folder.glob('updates-*')))}"
        return {one.code: one.path for one in write_updates(self.project, folder, Progress())}

    def merges(self, *packages: Path) -> MergeReport:
        return merge(self.project, packages, Progress())

    def looks_at(self, *packages: Path) -> MergeReport:
        return dry_run(self.project, packages, Progress())

    def merges_one(self, package: Path) -> FileReport:
        return self.merges(package).files[0]

    def cell(self, unit: str, item: str) -> CellRow:
        with self.project.file.read() as connection:
            found = cell(connection, unit, item)
        assert found is not None, f"nobody has answered {unit} {item}"
        return found

    def decides(self, unit: str, item: str, value: str, *, reason: str = "核对截图") -> str:
        """Decide a cell with everything that lies there now; the decision's id."""
        before = self.ids()
        basis = cell_view(self.project, unit, item).basis
        decide(
            self.project,
            Outcome(
                unit=unit,
                item=item,
                state="answered",
                value=value,
                category="evidence",
                reason=reason,
                basis=basis,
            ),
        )
        (new,) = [
            i for i in self.ids() - before if self.revision(i).content.__struct_config__.tag == "decision"
        ]
        return new

    def revision(self, identity: str) -> Revision:
        ((body,),) = self.rows("SELECT body FROM revision WHERE id = ?", (bytes.fromhex(identity),))
        return msgspec.json.decode(body, type=Revision)

    def chain_of(self, person: str) -> list[Revision]:
        """Everything that somebody wrote, as far as it has come."""
        rows = self.rows(
            "SELECT r.body FROM revision r JOIN device d ON d.d = r.device WHERE d.person = ? ORDER BY d.d, r.seq, r.id",
            (bytes.fromhex(person),),
        )
        return [msgspec.json.decode(body, type=Revision) for (body,) in rows]

    def results(self) -> list[ResultRow]:
        return list(rows(project_results(self.project).results))

    def person(self, code: str) -> str:
        with self.project.file.read() as connection:
            return next(person.id for person in people(connection).values() if person.code == code)

    def keys_of(self, code: str) -> tuple[str, ...]:
        with self.project.file.read() as connection:
            return next(person.keys for person in people(connection).values() if person.code == code)

    def brings(self, edition: Path, *mappings: str, only_look: bool = False) -> Adoption:
        """Bring another edition of the form into force, with mappings as TOML."""
        files = [TextFile(text.encode(), f"mapping-{n}.toml") for n, text in enumerate(mappings)]
        return adopt_edition(
            self.project, TextFile(edition.read_bytes(), edition.name), files, only_look=only_look
        )

    def statuses(self, item: str) -> dict[str, str]:
        """The status of an item by unit, where there is a cell."""
        return {
            str(unit): str(status)
            for unit, status in self.rows("SELECT unit, status FROM cell WHERE item = ?", (item,))
        }

    def meaning(self, *, seals: bool = True) -> dict[str, Any]:
        """All that the union means, without the numbers that follow arrival: equal in every file with the same union."""
        results = rows(project_results(self.project).results)
        return {
            **self.meaning_without_results(seals=seals),
            "totals": [(row.unit, row.item, row.value, row.points, row.rank, row.status) for row in results],
        }

    def meaning_without_results(self, *, seals: bool = False) -> dict[str, Any]:
        """As :meth:`meaning`, where no results are computed."""
        heads = self.rows(
            "SELECT h.kind, h.unit, h.item, h.subject, hex(r.id), h.state, h.value, hex(h.judged), h.present, h.signed, h.carried "
            "FROM head h JOIN revision r ON r.n = h.n ORDER BY 1, 2, 3, 4, 5"
        )
        cells = self.rows(
            'SELECT c.unit, c.item, c."class", c.status, c.final_state, c.final_value, c.points, c.severity, c.staleness, c.missing, hex(r.id) '
            "FROM cell c LEFT JOIN revision r ON r.n = c.decision_n ORDER BY 1, 2"
        )
        models = [
            self.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3")
            for table in ("unit_row", "person", "assignment", "setting")
        ]
        return {
            "revisions": self.ids(),
            "standing": self.standing(),
            "seals": self.seals() if seals else None,
            "heads": heads,
            "cells": cells,
            "models": models,
        }

    def seals(self) -> set[tuple[Any, ...]]:
        return set(
            self.rows(
                'SELECT hex(d.id), s.seq, hex(s.tip), hex(s."key") FROM seal s JOIN device d ON d.d = s.device'
            )
        )

    def second_laptop(self, name: str = "second") -> "Desk":
        """The same coordinator with the same key at another laptop: a copy of the file, a profile that never wrote."""
        home = self.folder / name
        home.mkdir()
        shutil.copyfile(self.session.home / "identity.key", home / "identity.key")
        path = self.copies_file(self.folder / f"{name}.evalproj")
        return desk_of(open_project(laptop(home), path), self.folder, self.tasks)

    def takes_over(self, other: "Desk") -> None:
        """What the coordinators' exchange brings, until there are packages for it: the other's chains with their seals."""
        for name, toml in other.rows("SELECT hash, toml FROM form"):
            with self.project.file.write() as connection:
                if keep_form(connection, name.hex(), toml):
                    edition_came(connection, self.project.terms, Progress())
        rows = other.rows(
            "SELECT d.id, r.seq, r.id, r.body FROM revision r JOIN device d ON d.d = r.device ORDER BY d.d, r.seq, r.id"
        )
        tips = {device: (seq, identity) for device, seq, identity, _body in rows}
        own = {
            d
            for (d,) in other.rows(
                "SELECT id FROM device WHERE key = ?", (bytes.fromhex(other.identity.public),)
            )
        }
        seals = [
            make_seal(other.identity, self.project.about.project, d.hex(), seq, tip.hex())
            for d, (seq, tip) in tips.items()
            if d in own
        ]
        takes_in(self, [body for *_place, body in rows], seals)
        self.project.follow_edition()


def _entered(value: str = "", state: str = "", text: str = "", evidence: Iterable[Evidence] = ()) -> Entered:
    chosen: Any = state or ("answered" if value else "blank")
    return Entered(state=chosen, value=value, justification=text, evidence=tuple(evidence))


def takes_in(desk: Person, bodies: Sequence[bytes], seals: Sequence[Seal] = ()) -> None:
    """Revisions and seals into a file by the way that packages take, without a package."""
    from evalapp.store.derive import refresh

    with desk.project.file.write() as connection:
        batch = new_batch(connection, at="", drop=0, sha256="", name="exchange")
        rows = [
            SealRow(seal.key, seal.device, seal.seq, seal.tip, seal.count, seal.signature) for seal in seals
        ]
        taken = take_in(connection, bodies, rows, lambda _item, _answer: None, batch, whole_chains=True)
        refresh(connection, taken.change, desk.project.terms, Progress())


def desk_of(project: Project, folder: Path, tasks: dict[str, Path]) -> Desk:
    desk = Desk(project)
    desk.folder, desk.tasks = folder, tasks
    return desk


def founded(
    folder: Path, *, codes: Sequence[str] = CODES, units: Sequence[str] = UNITS, mode: Any = "double", synthetic: bool = False,
    form: Path = SMALL, home: str = "desk", columns: Mapping[str, Mapping[str, str]] | None = None, roster: Roster = (),
) -> Desk:  # fmt: skip
    """A project founded in ``folder`` with its tasks written; ``roster`` in place of plain ``units``."""
    assessors = tuple(Assessor(NAMES.get(code, code), code) for code in codes)
    roster = roster or units_of(units, columns)
    plan = NewProject(
        title="鲁评 2021", toml=form.read_bytes(), toml_name=form.name, roster=roster, assessors=assessors,
        assigned=share_out(roster, assessors, mode), coordinator=Assessor("何敏", "HM"), synthetic=synthetic,
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    desk = desk_of(new_project(laptop(folder / home), folder / f"{home}.evalproj", plan), folder, {})
    desk.writes_tasks()
    return desk


def founded_on_server(url: str, opened: list["Desk"], folder: Path, **how: Any) -> Desk:
    """As :func:`founded`, and then moved to a server: everything else happens there. ``opened`` are to be closed afterwards."""
    desk = founded(folder, **how)
    opened.append(desk)
    target = folder / f"{desk.project.path.stem}.evaldesk"
    move_to_server(desk.project, url, target, Progress())
    desk.reopens(target)
    return desk


# What an attacker, or another program, could write -------------------------------------------------------------------


def contents_of(package: Path) -> tuple[Manifest, list[bytes], tuple[Seal, ...]]:
    """What is in a package: manifest, revisions, seals."""
    with open_package(package) as opened:
        return opened.manifest, list(opened.lines()), opened.seals()


def repacked(
    package: Path,
    to: Path,
    *,
    by: Identity,
    lines: Sequence[bytes] | None = None,
    seals: Sequence[Seal] | None = None,
    forms: Sequence[tuple[str, bytes]] = (),
    **changes: Any,
) -> Path:
    """The package written again with other contents and signed by somebody: what a clever stranger can make."""
    with open_package(package) as opened:
        manifest = msgspec.structs.replace(opened.manifest, members=(), **changes)
        if "sender" not in changes:
            manifest = msgspec.structs.replace(
                manifest, sender=msgspec.structs.replace(manifest.sender, key=by.public)
            )
        found = list(opened.lines()) if lines is None else list(lines)
        kept = opened.seals() if seals is None else tuple(seals)
        attachments = [(member.sha256, opened.read(member.name)) for member in opened.attachments]
    write_package(to, manifest, by, found, kept, forms, attachments)
    return to


def forged(
    content: Content, *, author: str, device: str, seq: int = 1, prev: str = "", lamport: int = 50, unit: str = "", item: str = "",
    subject: str = "", replaces: tuple[str, ...] = (), at: str = "2021-10-22T00:00:00Z",
) -> bytes:  # fmt: skip
    """The bytes of a revision that no operation would write."""
    return encode(
        Revision(
            v=1, device=device, seq=seq, lamport=lamport, at=at, author=author, content=content, prev=prev, unit=unit, item=item,
            subject=subject, replaces=replaces,
        )
    )  # fmt: skip


def chain_of(
    *contents: tuple[Content, dict[str, Any]],
    author: str,
    device: str,
    after: tuple[int, str] = (0, ""),
    lamport: int = 50,
) -> list[bytes]:
    """Linked revisions of one device, as :func:`forged`."""
    seq, prev = after
    bodies = []
    for content, place in contents:
        seq += 1
        lamport += 1
        bodies.append(
            forged(content, author=author, device=device, seq=seq, prev=prev, **{"lamport": lamport, **place})
        )
        prev = revision_id(bodies[-1])
    return bodies


def sealed(bodies: Sequence[bytes], by: Identity, project: str) -> list[Seal]:
    """A seal over the end of each chain, by whoever holds the key."""
    last = {found.envelope.device: found for found in map(read, bodies)}
    return [make_seal(by, project, device, found.envelope.seq, found.id) for device, found in last.items()]


def package_of(
    desk: Desk,
    to: Path,
    bodies: Sequence[bytes],
    *,
    by: Identity,
    sender: str,
    seals: Sequence[Seal] | None = None,
    **changes: Any,
) -> Path:
    """A submission with these revisions, sealed and signed by ``by`` in the name of the person ``sender``."""
    about = desk.project.about
    last = {found.envelope.device: found for found in map(read, bodies)}
    head = Manifest(
        format=1, kind="submission", project=about.project, title=about.title, sender=Party(person=sender, key=by.public, name="?", code="?"),
        recipients=(Party(person=about.me),), form=about.form_hash, created_at="2021-10-22T00:00:00Z", revisions=0, members=(),
        tips=tuple(Tip(device=device, seq=found.envelope.seq, id=found.id) for device, found in last.items()), synthetic=about.synthetic,
    )  # fmt: skip
    kept = sealed(bodies, by, about.project) if seals is None else seals
    write_package(to, msgspec.structs.replace(head, **changes), by, bodies, tuple(kept), (), ())
    return to


def forget_profile(person: Person) -> None:
    """The account's profile is lost, as after a new installation; the key was kept."""
    shutil.rmtree(person.session.home / "devices", ignore_errors=True)


def set_profile(person: Person, place: ChainPlace) -> None:
    save_place(person.session.home, person.project.about.project, person.id, place)
