"""Well-made packages with contents that nobody may send: held or set aside, never effective, and never in the way of others."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.base.errors import AppError
from evalapp.entry.contents import (
    KIND_NUMBERS,
    Answer,
    Assignment,
    ChainRange,
    ChainTip,
    Content,
    Decision,
    Enrolment,
    Founding,
    KeyEntry,
    MappingEntry,
    PersonEntry,
    Release,
    Setting,
    SignOff,
    UnitEntry,
    Withdrawal,
    mapping_slot,
)
from evalapp.entry.enrolment import enrolment_proof
from evalapp.entry.revision import read, revision_id
from evalapp.exchange.manifest import Party
from evalapp.exchange.write import make_seal
from evalapp.form.mapping import LeafImage
from evalapp.work.changing import change_setting, keys_awaiting
from evalapp.work.held import held_revisions
from evalapp.work.inbox import release
from evalapp.work.tasks import open_task
from tests.people import (
    UNITS,
    Desk,
    Field,
    chain_of,
    contents_of,
    founded,
    laptop,
    package_of,
    repacked,
    sealed,
)

U1, U2, _U3 = UNITS
NEW_DEVICE = "ee" * 16


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    yield desk
    assert desk.check().faults == ()
    desk.project.close()


@pytest.fixture
def wang(desk: Desk) -> Field:
    """Has answered, handed in, been merged."""
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    desk.merges(wang.hands_in())
    return wang


@pytest.fixture
def zhao(desk: Desk) -> Field:
    """The attacker: an assessor with a task, a key, and time."""
    zhao = desk.assessor("ZQM")
    zhao.answers_all(U1, {"B1": "2"})
    desk.merges(zhao.hands_in())
    return zhao


def form(desk: Desk) -> str:
    return desk.project.about.form_hash


def answer(desk: Desk, subject: str, value: str = "none", **place: Any) -> tuple[Content, dict[str, Any]]:
    return Answer(form=form(desk), state="answered", value=value), {
        "unit": U1,
        "item": "A2",
        "subject": subject,
        **place,
    }


def end_of(desk: Desk, device: str) -> tuple[int, str]:
    ((seq, identity),) = desk.rows(
        "SELECT r.seq, r.id FROM revision r JOIN device d ON d.d = r.device WHERE d.id = ? ORDER BY r.seq DESC LIMIT 1",
        (bytes.fromhex(device),),
    )
    return seq, identity.hex()


def effect(desk: Desk) -> dict[str, Any]:
    """What the project means, but for the bare fact that revisions came and are held."""
    meaning = desk.meaning()
    heads = [
        head for head in meaning["heads"] if head[0] != KIND_NUMBERS["enrolment"]
    ]  # an enrolment binds nothing by itself
    return {"heads": heads, **{name: meaning[name] for name in ("cells", "models", "totals")}}


# Kinds that are not an assessor's -----------------------------------------------------------------------------------


def coordinator_contents(desk: Desk) -> list[tuple[Content, dict[str, Any]]]:
    return [
        (
            Decision(state="answered", reason_category="other", reason="x", value="none"),
            {"unit": U1, "item": "A2"},
        ),
        (UnitEntry(code=U1, name="别的名字", place=9, removed=True), {"unit": U1}),
        (UnitEntry(code="999999", name="新的", place=9), {"unit": "999999"}),
        (Setting(value="100"), {"item": "tolerance"}),
        (Setting(value="00" * 32), {"item": "edition"}),
        (
            MappingEntry(
                origin=form(desk), target="00" * 32, leaves=(LeafImage(old="A2", new="A2", again=True),)
            ),
            {"item": mapping_slot(form(desk), "00" * 32)},
        ),
        (Assignment(place=0, active=False), {"unit": U1, "subject": desk.person("WXL")}),
        (PersonEntry(name="我", code="ME", secret="ab" * 32), {"subject": desk.person("WXL")}),
        (KeyEntry(key="ab" * 32), {"item": "ab" * 32, "subject": desk.person("WXL")}),
        (
            Founding(
                project=desk.project.about.project, title="我的", person=desk.person("ZQM"), key="ab" * 32
            ),
            {},
        ),
        (Withdrawal(ranges=(ChainRange(NEW_DEVICE, 1, "ab" * 32),)), {}),
        (Release(held=("ab" * 32,)), {}),
    ]


def test_a_coordinators_kinds_from_an_assessor_are_held(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    contents = coordinator_contents(desk)
    before = effect(desk)
    (device,) = zhao.devices()
    lines = contents_of(zhao.hands_in())[1]
    bodies = chain_of(*contents, author=zhao.id, device=device, after=(len(lines), revision_id(lines[-1])))
    report = desk.merges_one(
        package_of(desk, tmp_path / "evil.evalpkg", [*lines, *bodies], by=zhao.identity, sender=zhao.id)
    )
    assert (report.verdict, report.held) == ("part", len(contents)) and "may not write this" in report.reason
    assert effect(desk) == before
    # Not even a release lets them through: they are not doubtful, they are not theirs to write.
    release(desk.project, held=[one.id for one in held_revisions(desk.project)], reason="by mistake")
    assert effect(desk)["cells"] == before["cells"] and effect(desk)["models"] == before["models"]


def test_the_same_in_the_coordinators_name_is_held_for_its_key(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    before = effect(desk)
    bodies = chain_of(*coordinator_contents(desk), author=desk.id, device=NEW_DEVICE)
    for seals in (None, []):
        report = desk.merges_one(
            package_of(desk, tmp_path / "evil.evalpkg", bodies, by=zhao.identity, sender=desk.id, seals=seals)
        )
        assert report.verdict == ("confirm" if seals is None else "repeat")
    standing = desk.standing()
    unknown = {i for i in standing if desk.revision(i).content.__struct_config__.tag == "mapping"}
    unknown |= {i for i in standing if desk.revision(i).item == "edition"}
    assert {i: standing[i] for i in unknown} == dict.fromkeys(unknown, "edition"), (
        "two speak of no edition known here"
    )
    assert {standing[i] for i in standing.keys() - unknown} == {"key"} and len(unknown) == 2
    assert effect(desk) == before
    assert desk.keys_of("HM") == (desk.identity.public,)


def test_an_enrolment_with_a_secret_of_ones_own_making_binds_nothing(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    secret, key = "ab" * 32, zhao.identity.public
    proof = enrolment_proof(secret, desk.project.about.project, wang.id, key)
    bodies = chain_of(
        (PersonEntry(name="王晓岚", code="WXL", secret=secret), {"subject": wang.id}),
        author=desk.id,
        device=NEW_DEVICE,
    )
    stolen = chain_of(
        (Enrolment(key=key, proof=proof), {"subject": wang.id}),
        answer(desk, wang.id),
        author=wang.id,
        device="dd" * 16,
    )
    before = effect(desk)
    desk.merges(
        package_of(desk, tmp_path / "evil.evalpkg", [*bodies, *stolen], by=zhao.identity, sender=wang.id)
    )
    assert desk.keys_of("WXL") == (wang.identity.public,)
    assert effect(desk)["cells"] == before["cells"]


# Other people's chains -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("author", ["own", "victim"])
def test_an_answer_for_somebody_else(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path, author: str
) -> None:
    before = effect(desk)
    writer = zhao.id if author == "own" else wang.id
    bodies = chain_of(answer(desk, wang.id), author=writer, device=NEW_DEVICE)
    desk.merges(package_of(desk, tmp_path / "evil.evalpkg", bodies, by=zhao.identity, sender=zhao.id))
    assert set(desk.standing().values()) == {"authority" if author == "own" else "key"}
    assert effect(desk) == before


def test_a_chain_is_not_carried_on_by_a_stranger(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    before = effect(desk)
    (device,) = wang.devices()
    lines = contents_of(wang.hands_in())[1]
    seq = len(lines)
    evil = chain_of(
        answer(desk, wang.id), (SignOff(units=(U1,), tips=(ChainTip(device, seq + 1, "ab" * 32),)), {"subject": wang.id}),
        author=wang.id, device=device, after=(seq, revision_id(lines[-1])),
    )  # fmt: skip
    report = desk.merges_one(
        package_of(desk, tmp_path / "evil.evalpkg", [*lines, *evil], by=zhao.identity, sender=wang.id)
    )
    assert report.verdict == "confirm"
    assert effect(desk) == before


@pytest.mark.parametrize("at", [0, 3, 6])
def test_a_sealed_chain_is_not_forked_by_a_stranger(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path, at: int
) -> None:
    """The forged revisions carry numbers that a good seal covers; their hashes do not lead to its tip."""
    before = effect(desk)
    (device,) = wang.devices()
    manifest, lines, seals = contents_of(wang.hands_in())
    heads = tuple(sorted(found.id for found in map(read, lines) if found.envelope.item == "A2"))
    fork = chain_of(
        answer(desk, wang.id, replaces=heads),
        author=wang.id,
        device=device,
        after=(at, revision_id(lines[at - 1]) if at else ""),
    )
    for number, with_seals in enumerate((seals, sealed(fork, zhao.identity, manifest.project), ())):
        package = package_of(
            desk,
            tmp_path / f"{number}.evalpkg",
            [*lines[:at], *fork],
            by=zhao.identity,
            sender=wang.id,
            seals=with_seals,
        )
        desk.merges(package)
    assert set(desk.standing().values()) == {"key"}
    assert effect(desk) == before
    # The owner goes on as if nothing had happened.
    wang.answers(U1, "A2", "part")
    assert desk.merges_one(wang.hands_in()).verdict == "merge"
    assert "part" in {row[6] for row in effect(desk)["heads"] if row[2] == "A2"}


def test_a_device_of_somebody_else(desk: Desk, wang: Field, zhao: Field, tmp_path: Path) -> None:
    (device,) = wang.devices()
    bodies = chain_of(answer(desk, zhao.id), author=zhao.id, device=device)
    report = desk.merges_one(
        package_of(desk, tmp_path / "evil.evalpkg", bodies, by=zhao.identity, sender=zhao.id)
    )
    assert (report.verdict, report.unreadable, report.new) == ("part", 1, 0)


@pytest.mark.parametrize("order", ["stranger first", "author first"])
def test_a_package_sealed_again_by_a_stranger_is_no_obstacle(
    desk: Desk, zhao: Field, tmp_path: Path, order: str
) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    package = wang.hands_in()
    project = desk.project.about.project
    stolen = repacked(
        package,
        tmp_path / "stolen.evalpkg",
        by=zhao.identity,
        seals=sealed(contents_of(package)[1], zhao.identity, project),
    )
    first, second = (stolen, package) if order == "stranger first" else (package, stolen)
    assert desk.merges_one(first).verdict == ("confirm" if first == stolen else "merge")
    desk.merges(second)
    assert desk.standing() == {}
    assert desk.cell(U1, "A2").status == "agreed"
    assert keys_awaiting(desk.project) == ()


def test_a_replay_into_another_project_counts_for_nothing(desk: Desk, wang: Field, tmp_path: Path) -> None:
    other = founded(tmp_path / "other", codes=("WXL", "ZQM"), mode="all")
    package = wang.hands_in()
    before = effect(other)
    report = other.merges_one(package)
    assert (report.verdict, report.code) == ("refused", "other_project")
    replayed = repacked(
        package, tmp_path / "replayed.evalpkg", by=wang.identity, project=other.project.about.project
    )
    assert other.merges_one(replayed).verdict == "confirm"
    assert effect(other) == before
    assert other.check().faults == ()


# The coordinator's own device ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where", ["at the end", "far behind the end", "next but one", "in the middle", "at the beginning"]
)
def test_nobody_writes_on_the_coordinators_own_device(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path, where: str
) -> None:
    (device,) = desk.devices()
    seq, tip = end_of(desk, device)
    after = {
        "at the end": (seq, tip), "far behind the end": (10**6, "ab" * 32), "next but one": (seq + 1, "ab" * 32),
        "in the middle": (2, _id_at(desk, device, 2)), "at the beginning": (0, ""),
    }[where]  # fmt: skip
    before = effect(desk)
    bodies = chain_of(
        (Decision(state="answered", reason_category="other", reason="x", value="none"), {"unit": U1, "item": "A2"}),
        (PersonEntry(name="王晓岚", code="WXL", secret="ab" * 32), {"subject": wang.id}),
        (KeyEntry(key=zhao.identity.public), {"item": zhao.identity.public, "subject": wang.id}),
        (Release(held=("ab" * 32,)), {}),
        author=desk.id, device=device, after=after,
    )  # fmt: skip
    report = desk.merges_one(
        package_of(desk, tmp_path / "evil.evalpkg", bodies, by=zhao.identity, sender=zhao.id)
    )
    assert report.verdict == "part" and report.unreadable >= 1
    assert effect(desk) == before
    assert desk.keys_of("WXL") == (wang.identity.public,)
    # And the coordinator goes on.
    desk.decides(U1, "B1", "1")
    change_setting(desk.project, "tolerance", "5")
    assert (desk.cell(U1, "B1").status, desk.cell(U1, "B1").final.value) == ("decided", "1")
    assert [r.seq for r in desk.chain()] == list(range(1, seq + 3))


def _id_at(desk: Desk, device: str, seq: int) -> str:
    rows = desk.rows(
        "SELECT r.id FROM revision r JOIN device d ON d.d = r.device WHERE d.id = ? AND r.seq = ?",
        (bytes.fromhex(device), seq),
    )
    return str(rows[0][0].hex())


# Parts of chains ------------------------------------------------------------------------------------------------------


def test_a_chain_with_a_missing_part_is_held_until_the_part_comes(
    desk: Desk, zhao: Field, tmp_path: Path
) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    package = wang.hands_in()
    lines, seals = contents_of(package)[1:]
    gapped = repacked(package, tmp_path / "gap.evalpkg", by=wang.identity, lines=[*lines[:2], *lines[4:]])
    report = desk.merges_one(gapped)
    assert report.verdict == "part" and "an earlier part has not come" in report.reason
    assert desk.cell(U1, "A2").status == "missing"
    # A forged part does not close the gap: what follows names the true one.
    (device,) = wang.devices()
    forged = chain_of(
        answer(desk, wang.id),
        answer(desk, wang.id),
        author=wang.id,
        device=device,
        after=(2, revision_id(lines[1])),
    )
    desk.merges(package_of(desk, tmp_path / "forged.evalpkg", forged, by=zhao.identity, sender=wang.id))
    assert desk.cell(U1, "A2").status == "missing"
    part = repacked(package, tmp_path / "part.evalpkg", by=wang.identity, lines=lines[2:4], seals=seals)
    desk.merges(part)
    assert "gap" not in desk.standing().values()
    assert desk.cell(U1, "A2").status == "agreed"


@pytest.mark.parametrize("change", ["swapped", "twice", "link", "foreign link"])
def test_a_chain_that_does_not_hang_together(desk: Desk, zhao: Field, tmp_path: Path, change: str) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    package = wang.hands_in()
    lines = contents_of(package)[1]
    if change == "swapped":
        lines[3], lines[4] = lines[4], lines[3]
    elif change == "twice":
        lines.insert(3, lines[3])
    else:
        link = revision_id(lines[2] if change == "link" else b"x").encode()
        lines[4] = lines[4].replace(read(lines[4]).envelope.prev.encode(), link)
    report = desk.merges_one(repacked(package, tmp_path / "broken.evalpkg", by=wang.identity, lines=lines))
    assert report.unreadable >= 1 and report.verdict == "part"


def test_one_bad_file_never_stops_the_others(desk: Desk, tmp_path: Path) -> None:
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers_all(U1)
    zhao.answers_all(U1)
    good = [wang.hands_in(), zhao.hands_in()]
    cut, empty, text, other = (tmp_path / f"{name}.evalpkg" for name in ("cut", "empty", "text", "other"))
    cut.write_bytes(good[0].read_bytes()[:-40])
    empty.write_bytes(b"")
    text.write_text("王晓岚", encoding="utf-8")
    foreign = founded(tmp_path / "foreign", codes=("WXL",), mode="single").assessor("WXL")
    foreign.answers_all(U1)
    other = foreign.hands_in()
    report = desk.merges(
        cut, good[0], empty, text, tmp_path / "gone.evalpkg", other, desk.tasks["WXL"], good[1]
    )
    assert [file.verdict for file in report.files] == [
        "refused",
        "merge",
        "refused",
        "refused",
        "refused",
        "refused",
        "refused",
        "merge",
    ]
    assert [file.code for file in report.files if file.code] == [
        "not_a_package", "not_a_package", "not_a_package", "cannot_read", "other_project", "not_a_submission",
    ]  # fmt: skip
    assert all(
        (file.reason and "unchanged" in file.reason)
        or "Nothing was written" in file.reason
        or "Check" in file.reason
        for file in report.files
        if file.code
    )
    assert desk.cell(U1, "A2").status == "agreed"


# Tasks ----------------------------------------------------------------------------------------------------------------


def test_a_task_is_not_opened_unless_the_coordinator_signed_it(
    desk: Desk, zhao: Field, tmp_path: Path
) -> None:
    task = desk.tasks["WXL"]
    cases = {
        "re-signed": (repacked_task(task, tmp_path / "a.evalpkg", zhao), "damaged_package"),
        "a submission": (zhao.hands_in(), "not_a_task"),
        "no founding": (repacked_task(task, tmp_path / "b.evalpkg", desk, drop=b'"kind":"project"'), "damaged_package"),
        "another project's name": (repacked_task(task, tmp_path / "c.evalpkg", desk, project="ab" * 16), "damaged_package"),
        "another form": (repacked_task(task, tmp_path / "d.evalpkg", desk, form="ab" * 32), "damaged_package"),
        "two people": (repacked_task(task, tmp_path / "e.evalpkg", desk, recipients=(Party(person="ab" * 16), Party(person="cd" * 16))), "not_a_task"),
        "a path for a person": (repacked_task(task, tmp_path / "f.evalpkg", desk, recipients=(Party(person="../../evil"),), verify=False), "damaged_package"),
    }  # fmt: skip
    for name, (path, code) in cases.items():
        with pytest.raises(AppError) as refused:
            open_task(laptop(tmp_path / "reader"), path, tmp_path / "new.evalproj")
        assert refused.value.code == code, name
        assert not list(tmp_path.glob("new.evalproj*"))


def repacked_task(
    task: Path, to: Path, by: Any, *, drop: bytes = b"\0", verify: bool = True, **changes: Any
) -> Path:
    """A task signed again; ``verify`` false where the writer's own check would refuse it already."""
    import hashlib
    import zipfile

    import msgspec

    from evalapp.exchange.manifest import SIGNED, Member, encode_manifest
    from evalapp.exchange.read import open_package

    with open_package(task) as opened:
        manifest, lines = opened.manifest, [line for line in opened.lines() if drop not in line]
        parts = {m.name: opened.read(m.name) for m in manifest.members} | {
            "revisions.jsonl": b"".join(line + b"\n" for line in lines)
        }
    listed = tuple(
        Member(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        for name, data in parts.items()
    )
    sender = msgspec.structs.replace(manifest.sender, key=by.identity.public)
    changed = msgspec.structs.replace(
        manifest, **{"members": listed, "revisions": len(lines), "sender": sender, **changes}
    )
    signed = encode_manifest(changed)
    with zipfile.ZipFile(to, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", signed)
        archive.writestr("manifest.sig", by.identity.sign(SIGNED + signed).hex())
    return to


def test_a_task_holds_nobody_elses_secret_and_assignment(desk: Desk) -> None:
    from evalapp.exchange.read import open_package

    secrets = {p["secret"] for p in people_entries(desk)}
    assert len(secrets) == 2
    for code, path in desk.tasks.items():
        with open_package(path) as opened:
            text = b"\n".join(opened.lines()).decode()
        assert sum(secret in text for secret in secrets) == 1
        for other in set(desk.tasks) - {code}:
            assert desk.person(other) not in text


def people_entries(desk: Desk) -> list[dict[str, str]]:
    import json

    return [
        content
        for (body,) in desk.rows("SELECT body FROM revision")
        if (content := json.loads(body)["content"])["kind"] == "person"
    ]


# Anything at all ------------------------------------------------------------------------------------------------------


def nonsense(random: Random, desk: Desk, victim: Field, attacker: Field) -> bytes | None:
    """A revision of any kind, by anybody, for anybody, anywhere."""
    people = [desk.id, victim.id, attacker.id, "ab" * 16]
    devices = [*desk.devices(), *victim.devices(), *attacker.devices(), NEW_DEVICE, "dd" * 16]
    key = random.choice([desk.identity.public, victim.identity.public, attacker.identity.public, "ab" * 32])
    ids = [identity for (identity,) in desk.rows("SELECT lower(hex(id)) FROM revision")]
    contents: list[Content] = [
        *(content for content, _place in coordinator_contents(desk)),
        Answer(
            form=form(desk),
            state="answered",
            value=random.choice(["full", "none", "yes", "1", "0/0", "x" * 5000]),
        ),
        Answer(
            form=random.choice([form(desk), "x"]),
            state=random.choice(["blank", "unable", "not_found"]),
            value=random.choice(["", "x"]),
        ),
        SignOff(
            units=(U1, U2, "x"),
            tips=tuple(
                ChainTip(random.choice([*devices, "zz"]), random.choice([1, 5, 2**61]), random.choice(ids))
                for _ in range(3)
            ),
        ),
        Enrolment(key=random.choice([key, "zz"]), proof=random.choice(["ab" * 32, "zz", "é"])),
        Withdrawal(ranges=(ChainRange(random.choice([*devices, "zz"]), 1, random.choice([*ids, "zz"])),)),
        Release(withdrawals=(random.choice(ids), "zz"), held=tuple(ids)),
        KeyEntry(key=key),
    ]
    seq = random.choice([1, 1, 2, 5, 9, 10**6, 2**61])
    from tests.people import forged

    return forged(
        random.choice(contents), author=random.choice(people), device=random.choice(devices), seq=seq, prev="" if seq == 1 else random.choice(ids),
        lamport=random.choice([1, 20, 999, 10**6, 2**62]), unit=random.choice(["", U1, U2, "x"]), item=random.choice(["", "A1", "A2", "C", "x", key]),
        subject=random.choice(["", *people, "x"]), replaces=tuple(random.sample(ids, random.randint(0, 3))),
    )  # fmt: skip


@hypothesis.settings(
    max_examples=15, suppress_health_check=[hypothesis.HealthCheck.too_slow], derandomize=True
)
@given(st.integers(0, 2**32))
def test_whatever_a_stranger_sends_changes_nothing_that_counts(seed: int) -> None:
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        desk = founded(Path(folder), codes=("WXL", "ZQM", "SYN"), mode="all")
        victim, colleague, stranger = (desk.assessor(code) for code in ("WXL", "ZQM", "SYN"))
        victim.answers_all(U1)
        colleague.answers_all(U1, {"B1": "2"})
        desk.merges(victim.hands_in(), colleague.hands_in())
        desk.decides(U1, "B1", "1")
        before = effect(desk)
        for number in range(4):
            bodies = [
                body for _ in range(25) if (body := nonsense(random, desk, victim, stranger)) is not None
            ]
            bodies.sort(key=lambda body: (read(body).envelope.device, read(body).envelope.seq))
            seals = [
                make_seal(
                    stranger.identity, desk.project.about.project, f.envelope.device, f.envelope.seq, f.id
                )
                for f in map(read, bodies)
            ]
            sender = random.choice([desk.id, victim.id, stranger.id])
            package = package_of(
                desk,
                Path(folder) / f"{number}.evalpkg",
                bodies,
                by=stranger.identity,
                sender=sender,
                seals=seals,
            )
            report = desk.merges(package)
            assert report.files[0].verdict != "refused", report.files[0].reason
        assert effect(desk) == before
        assert desk.check().faults == ()
        # Everybody goes on working.
        victim.answers(U1, "A2", "part")
        report = desk.merges(victim.hands_in())
        assert report.files[0].verdict == "merge", report.files[0].reason
        desk.decides(U1, "A2", "part")
        assert desk.cell(U1, "A2").status == "decided"
        assert desk.check().faults == ()
        for one in (desk, victim, colleague, stranger):
            one.project.close()
