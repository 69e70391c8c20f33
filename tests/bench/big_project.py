"""A project of many revisions, made by writing packages as assessors' programs would, without waiting for them."""

import random
from pathlib import Path
from typing import Literal

from evalapp.base.progress import Progress
from evalapp.entry.contents import KIND_NUMBERS, Answer, ChainTip, Enrolment, PersonEntry, SignOff
from evalapp.entry.enrolment import enrolment_proof
from evalapp.entry.revision import Revision, encode, revision_id
from evalapp.entry.roster import Unit
from evalapp.exchange.identity import load_identity
from evalapp.exchange.manifest import FORMAT, Manifest, Party, Tip
from evalapp.exchange.write import make_seal, write_package
from evalapp.store.append import Draft
from evalapp.store.queries import heads_of_kinds
from evalapp.store.queries import roster as roster_of_file
from evalapp.work.create import Assessor, NewProject, new_project
from evalapp.work.project import Project
from evalapp.work.session import Session
from evalapp.work.sharing import share_out
from evalapp.work.tasks import open_task, write_tasks

NOTE = "“不动产登记查询”网页要求身份证原件 [1]，手机端写明可用电子证照 [2]；其余两项逐条相同。"
ITEMS_PER_GROUP = 10
UNITS_EACH = 8


def form_toml(leaves: int) -> bytes:
    """A form of options leaves in groups of ten."""
    lines = ['[form]\nid = "bench"\nversion = "1"\ntitle = "bench"\n[policy]\nweights = "relative"\n']
    for group in range(leaves // ITEMS_PER_GROUP):
        lines.append(f'[[item]]\ncode = "G{group}"\ntitle = "group {group}"\n')
        lines += [
            f'[[item]]\ncode = "G{group}.{leaf}"\nparent = "G{group}"\ntitle = "leaf {leaf}"\nscale = {{ kind = "options", options = '
            '[{ value = "full", points = 4 }, { value = "part", points = 1.5 }, { value = "none", points = 0 }] }\n'
            for leaf in range(ITEMS_PER_GROUP)
        ]
    return "".join(lines).encode()


def found(folder: Path, people: int, leaves: int) -> Project:
    """A project with two assessors a unit, eight units an assessor."""
    assessors = tuple(Assessor(f"评估员{n}", f"P{n:04}") for n in range(people))
    plan = planned(people * UNITS_EACH // 2, assessors, leaves, "double")
    return new_project(Session(home=folder / "home"), folder / "big.evalproj", plan)


def planned(
    units: int, assessors: tuple[Assessor, ...], leaves: int, mode: Literal["double", "all"]
) -> NewProject:
    """What such a project is founded with."""
    roster = tuple(
        Unit(
            key=f"{100000 + n}",
            code=f"{100000 + n}",
            name=f"第{n}市",
            columns={"code": f"{100000 + n}", "name": f"第{n}市"},
        )
        for n in range(units)
    )
    return NewProject(
        title="bench",
        toml=form_toml(leaves),
        toml_name="bench.toml",
        roster=roster,
        assessors=assessors,
        assigned=share_out(roster, assessors, mode),
        coordinator=Assessor("协调员", "C"),
        synthetic=True,
    )


def found_for_one(folder: Path, units: int, leaves: int) -> Project:
    """The project of an assessor who answers all units alone, opened from the task."""
    plan = planned(units, (Assessor("评估员", "P"),), leaves, "all")
    with new_project(Session(home=folder / "desk"), folder / "big.evalproj", plan) as project:
        (task,) = write_tasks(project, folder, Progress())
    return open_task(Session(home=folder / "home"), task.path, folder / "mine.evalproj")


def write_answers(project: Project, times: int) -> None:
    """An answer to every item of every unit, so many times over, as they would lie in the file after months of work."""
    chance = random.Random(1)
    with project.file.read() as connection:
        units = [unit.key for unit in roster_of_file(connection)]
    for _time in range(times):
        drafts = [
            Draft(
                content=Answer(
                    form=project.about.form_hash,
                    state="answered",
                    value=chance.choice(("full", "part", "none")),
                    justification=NOTE,
                    confidence="high",
                ),
                unit=unit,
                item=leaf.code,
                subject=project.about.me,
            )
            for unit in units
            for leaf in project.tree.leaves
        ]
        project.write(lambda _connection, drafts=drafts: drafts)


def write_packages(project: Project, folder: Path, revisions_each: int) -> list[Path]:
    """A submission of every assessor, of about ``revisions_each`` revisions: first answers, then corrections of some."""
    with project.file.read() as connection:
        secrets = {
            subject: content
            for _k, _u, _i, subject, _b, content in heads_of_kinds(connection, (KIND_NUMBERS["person"],))
            if isinstance(content, PersonEntry)
        }
        mine: dict[str, list[str]] = {}
        for unit, subject in connection.exec_driver_sql(
            "SELECT unit, subject FROM assignment ORDER BY unit, place"
        ):
            mine.setdefault(subject, []).append(unit)
    items = [leaf.code for leaf in project.tree.leaves]
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _write_package(project, folder, person, entry, mine[person], items, revisions_each)
        for person, entry in sorted(secrets.items(), key=lambda pair: pair[1].code)
    ]


def _write_package(
    project: Project,
    folder: Path,
    person: str,
    entry: PersonEntry,
    units: list[str],
    items: list[str],
    n: int,
) -> Path:
    chance = random.Random(entry.code)
    identity = load_identity(folder / "keys" / entry.code)
    about = project.about
    device = f"{chance.getrandbits(128):032x}"
    bodies: list[bytes] = []
    heads: dict[tuple[str, str], str] = {}
    tip = ""

    def add(content: object, unit: str = "", item: str = "", replaces: tuple[str, ...] = ()) -> str:
        nonlocal tip
        seq = len(bodies) + 1
        body = encode(
            Revision(
                v=1, device=device, seq=seq, lamport=10_000 + seq, at="2026-10-21T01:42:00Z", author=person, prev=tip,
                content=content, unit=unit, item=item, subject=person, replaces=replaces,  # type: ignore[arg-type]
            )
        )  # fmt: skip
        bodies.append(body)
        tip = revision_id(body)
        return tip

    proof = enrolment_proof(entry.secret, about.project, person, identity.public)
    add(Enrolment(key=identity.public, proof=proof))
    cells = [(unit, item) for unit in units for item in items]
    chance.shuffle(cells)
    while len(bodies) < n - 1:
        unit, item = cells[(len(bodies) - 1) % len(cells)]
        before = heads.get((unit, item))
        value = chance.choice(("full", "full", "part", "none"))
        answer = Answer(
            form=about.form_hash, state="answered", value=value, justification=NOTE, confidence="high"
        )
        heads[(unit, item)] = add(answer, unit, item, () if before is None else (before,))
    add(SignOff(units=tuple(sorted(units)), tips=(ChainTip(device, len(bodies), tip),)))
    head = Manifest(
        format=FORMAT,
        kind="submission",
        project=about.project,
        title=about.title,
        sender=Party(person=person, key=identity.public, name=entry.name, code=entry.code),
        recipients=(Party(person=about.me),),
        form=about.form_hash,
        created_at="2026-10-21T01:42:00Z",
        revisions=0,
        members=(),
        tips=(Tip(device=device, seq=len(bodies), id=tip),),
        units=tuple(units),
        synthetic=True,
    )
    path = folder / f"{entry.code}.evalpkg"
    write_package(
        path, head, identity, bodies, (make_seal(identity, about.project, device, len(bodies), tip),), (), ()
    )
    return path


def quiet() -> Progress:
    """Progress that nobody looks at."""
    return Progress()
