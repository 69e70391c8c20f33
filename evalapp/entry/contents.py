"""What a revision can say: one frozen struct a kind, told apart by ``kind`` (RECORD R1, R5).

Keys stand in declared order, defaults are left out, numbers in answers are canonical decimal text. A new field is
optional, has a default and is appended, so that the bytes and ids of older revisions never change.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from evalapp.entry.evidence import Evidence
from evalapp.entry.final import State
from evalapp.entry.objection import Objection, Response
from evalapp.entry.recorded import Recorded
from evalapp.form.mapping import FormMapping, LeafImage

Place = Annotated[int, Meta(ge=0, lt=2**31)]
Counter = Annotated[int, Meta(ge=1, lt=2**62)]
"""Bounded, since what a file says ends up in columns of 64 bits."""


class ChainTip(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A place in a device's chain: everything up to it is meant."""

    device: str
    seq: Counter
    id: str


class Founding(Recorded, frozen=True, kw_only=True, tag="project"):
    """The project's first revision: its id and the founding coordinator's person and key (RECORD R13, R30)."""

    project: str
    title: str
    person: str
    key: str
    name: str = ""
    code: str = ""
    synthetic: bool = False


class PersonEntry(Recorded, frozen=True, kw_only=True, tag="person"):
    """A person's labels, and the one-time secret that enrols the person's key. Travels only to that person."""

    name: str
    code: str
    secret: str = ""


class UnitEntry(Recorded, frozen=True, kw_only=True, tag="unit"):
    """A row of the roster. ``columns`` holds the further columns in roster order; ``removed`` is a state (RECORD R25)."""

    code: str
    name: str
    place: Place
    columns: tuple[tuple[str, str], ...] = ()
    removed: bool = False


class Grant(Recorded, frozen=True, kw_only=True, tag="grant"):
    """The subject is a coordinator with this key, or is one no more (RECORD R13).

    ``tips`` of one who is no more: what was written up to there still counts.
    """

    key: str
    active: bool = True
    tips: tuple[ChainTip, ...] = ()


class Adoption(Recorded, frozen=True, kw_only=True, tag="adoption"):
    """An independent project is taken in (RECORD R27): its id and the id of the revision that founded it.

    Its people keep their keys; what they answered and signed off counts as assigned here. ``decisions``: what its coordinators
    decided counts, too. Its settings, roster and assignments never do.
    """

    project: str
    founding: str
    decisions: bool = True


class Assignment(Recorded, frozen=True, kw_only=True, tag="assignment"):
    """The subject is to answer the unit (all items, or the slot's item). ``place`` orders the assessors of a cell.

    ``barred`` stands with ``active`` false at the slot of all items: the subject may not answer the unit (conflict of interest).
    ``reason`` says why it was changed, such as when an assessor was replaced.
    """

    place: Place
    active: bool = True
    barred: bool = False
    reason: str = ""


class Setting(Recorded, frozen=True, kw_only=True, tag="setting"):
    """A project setting; the slot's item is its name, ``edition`` (the form hash in force) among them."""

    value: str


class Enrolment(Recorded, frozen=True, kw_only=True, tag="enrolment"):
    """An assessor's key, proved with the secret of the task (RECORD R12)."""

    key: str
    proof: str


class KeyEntry(Recorded, frozen=True, kw_only=True, tag="key"):
    """A coordinator's word on a key of the subject: accepted or not."""

    key: str
    accepted: bool = True


class Accepted(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A warning that stands for a reason: which (the form's check, or the kind of problem), why, and what it was about.

    ``saw``: what was entered for each item that the warning concerns, in its order. It holds for that and nothing else.
    """

    warning: str
    reason: str
    saw: tuple[str, ...] = ()


class Answer(Recorded, frozen=True, kw_only=True, tag="answer"):
    """A subject's value for (unit, item), given under the form edition ``form``.

    ``accepted`` are warnings that stand for a reason, ``about`` the questions that the answer answers (RECORD R28).
    ``on_behalf`` says why somebody else than the subject wrote it (RECORD R3, R13).
    """

    form: str
    state: State
    value: str = ""
    justification: str = ""
    evidence: tuple[Evidence, ...] = ()
    confidence: Literal["", "low", "medium", "high"] = ""
    accepted: tuple[Accepted, ...] = ()
    about: tuple[str, ...] = ()
    on_behalf: str = ""


class SignOff(Recorded, frozen=True, kw_only=True, tag="signoff"):
    """The subject hands in the units with everything up to the tips (RECORD R15); ``comment`` says why points are left open."""

    units: tuple[str, ...]
    tips: tuple[ChainTip, ...]
    comment: str = ""


class Decision(Recorded, frozen=True, kw_only=True, tag="decision"):
    """A coordinator's final value for (unit, item) and the ids of all heads it weighed (RECORD R16).

    ``form`` is the edition under which it was made, left out for the one that the project was founded with.
    """

    state: State
    reason_category: str
    reason: str
    value: str = ""
    weighed: tuple[str, ...] = ()
    form: str = ""


class Question(Recorded, frozen=True, kw_only=True, tag="question"):
    """A coordinator gives (unit, item) back to the subject with a question (RECORD R28).

    ``form`` is the edition under which it was asked, ``seen`` the ids of the subject's answers that it was asked about.
    """

    form: str
    text: str
    seen: tuple[str, ...] = ()


class Reply(Recorded, frozen=True, kw_only=True, tag="reply"):
    """Closes a question without a new answer (RECORD R28): by its subject, or by a coordinator who asks it no more."""

    about: str
    text: str


class ChainRange(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A stretch of a device's chain: from ``first`` to the revision ``tip``, both included."""

    device: str
    first: Counter
    tip: str


class Publication(Recorded, frozen=True, kw_only=True, tag="publication"):
    """Results as they were published (RECORD R20): everything up to ``tips``, under the edition ``form``.

    ``digest`` is the hash of the results, ``frozen`` the SHA-256 of the attachment that holds them. ``waived`` are cells whose
    decision was to be confirmed and was let stand, for ``waiver``. A correction names in ``corrects`` the publication before it,
    and in ``moved`` the cells (unit, item) that are otherwise since.
    """

    name: str
    form: str
    digest: str
    frozen: str
    tips: tuple[ChainTip, ...]
    note: str = ""
    waiver: str = ""
    waived: tuple[tuple[str, str], ...] = ()
    corrects: str = ""
    moved: tuple[tuple[str, str], ...] = ()


class Withdrawal(Recorded, frozen=True, kw_only=True, tag="withdrawal"):
    """Takes chain ranges out of the heads; they stay in the union (RECORD R8)."""

    ranges: tuple[ChainRange, ...]
    reason: str = ""


class Release(Recorded, frozen=True, kw_only=True, tag="release"):
    """Lifts the named withdrawals, and lets the named held revisions count (RECORD R8, R14)."""

    withdrawals: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    reason: str = ""


class MappingEntry(Recorded, frozen=True, kw_only=True, tag="mapping"):
    """What answers of the edition ``origin`` mean in the edition ``target`` (RECORD R23); the slot's item names both."""

    origin: str
    target: str
    leaves: tuple[LeafImage, ...] = ()

    @property
    def mapping(self) -> FormMapping:
        """The mapping that the revision records."""
        return FormMapping(origin=self.origin, target=self.target, leaves=self.leaves)


class EarlierValue(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What an item of a unit was in the edition before: a state, and a value where it was answered."""

    item: str
    state: State
    value: str = ""


class EarlierValues(Recorded, frozen=True, kw_only=True, tag="earlier"):
    """What a unit was in the edition before, to be shown beside its fields. ``label`` names that edition, such as a year."""

    label: str
    values: tuple[EarlierValue, ...] = ()


ReviewStatus = Literal["sound", "weak", "broken", "open"]
"""What a coordinator makes of a piece of evidence, or of a finding: ``open`` takes the word back."""


class Review(Recorded, frozen=True, kw_only=True, tag="review"):
    """A coordinator's word on a piece of evidence behind the subject's answer, or on a finding of the checks.

    ``ref`` is what the piece is known by (SHA-256, address or words), or a finding's key after ``finding:``. A finding that was
    found sound is dismissed; ``saw`` is what it was about then, and it holds for that and nothing else. A review replaces those
    of the same ``ref`` alone: a slot has as many heads as pieces were looked at.
    """

    ref: str
    status: ReviewStatus
    reason: str = ""
    saw: str = ""


class Reveal(Recorded, frozen=True, kw_only=True, tag="reveal"):
    """A coordinator uncovered whose the assessments of (unit, item) are, before deciding; and why."""

    reason: str = ""


def mapping_slot(origin: str, target: str) -> str:
    """The item of the slot in which mappings from one edition to another stand."""
    return f"{origin}/{target}"


Content = (
    Founding
    | PersonEntry
    | UnitEntry
    | Assignment
    | Setting
    | Enrolment
    | KeyEntry
    | Answer
    | SignOff
    | Decision
    | Withdrawal
    | Release
    | MappingEntry
    | Question
    | Reply
    | EarlierValues
    | Reveal
    | Review
    | Grant
    | Publication
    | Adoption
    | Objection
    | Response
)

KIND_NUMBERS = {
    "project": 1,
    "person": 2,
    "unit": 3,
    "assignment": 4,
    "setting": 5,
    "enrolment": 6,
    "key": 7,
    "answer": 8,
    "signoff": 9,
    "decision": 10,
    "withdrawal": 11,
    "release": 12,
    "question": 14,
    "reply": 15,
    "publication": 16,
    "mapping": 17,
    "adoption": 18,
    "grant": 19,
    "earlier": 20,
    "review": 21,
    "reveal": 23,
    "objection": 22,
    "response": 24,
    # Kinds of later rules: their numbers are taken, their revisions are held when they are met.
    "comment": 13,
}
"""The slot kinds as stored. 0 stands for a kind that this version has never heard of."""

ANSWER = KIND_NUMBERS["answer"]
SIGNOFF = KIND_NUMBERS["signoff"]
DECISION = KIND_NUMBERS["decision"]
SETTING = KIND_NUMBERS["setting"]
MAPPING = KIND_NUMBERS["mapping"]
QUESTION = KIND_NUMBERS["question"]
REPLY = KIND_NUMBERS["reply"]
GRANT = KIND_NUMBERS["grant"]
PUBLICATION = KIND_NUMBERS["publication"]
ADOPTION = KIND_NUMBERS["adoption"]
EARLIER = KIND_NUMBERS["earlier"]
REVIEW = KIND_NUMBERS["review"]
REVEAL = KIND_NUMBERS["reveal"]
OBJECTION = KIND_NUMBERS["objection"]
RESPONSE = KIND_NUMBERS["response"]
EDITION = "edition"
"""The setting that says which edition is in force (RECORD R22)."""
LAST_EDITION, HIDDEN = "last_edition", "hidden"
"""The setting that says whether assessors see what a unit was in the edition before, and its value where they do not."""
SET_KINDS = frozenset(
    KIND_NUMBERS[name]
    for name in (
        "signoff", "withdrawal", "release", "comment", "question", "reply", "publication", "reveal", "objection", "response",
    )
)  # fmt: skip
"""Kinds that replace nothing; many heads of such a slot are normal (RECORD R5)."""


def kind_number(content: Content) -> int:
    """The number under which the content's kind is stored."""
    return _NUMBER_OF[type(content)]


_NUMBER_OF: dict[type, int] = {
    Founding: 1,
    PersonEntry: 2,
    UnitEntry: 3,
    Assignment: 4,
    Setting: 5,
    Enrolment: 6,
    KeyEntry: 7,
    Answer: ANSWER,
    SignOff: SIGNOFF,
    Decision: DECISION,
    Withdrawal: 11,
    Release: 12,
    MappingEntry: MAPPING,
    Question: QUESTION,
    Reply: REPLY,
    EarlierValues: EARLIER,
    Review: REVIEW,
    Reveal: REVEAL,
    Grant: GRANT,
    Publication: PUBLICATION,
    Adoption: ADOPTION,
    Objection: OBJECTION,
    Response: RESPONSE,
}
BUILT = frozenset(name for name, number in KIND_NUMBERS.items() if number in _NUMBER_OF.values())
"""The kinds that this version reads."""
