"""What a score card shows and tells: frozen structs between the page and the card."""

from collections.abc import Callable
from typing import Literal

import msgspec

ScaleKind = Literal[
    "binary", "options", "checklist", "count", "number", "rate", "text", "deductions", "rounds", "given"
]
SpecialState = Literal["not_found", "not_applicable", "unable"]
Confidence = Literal["low", "medium", "high"]
MessageKind = Literal["error", "warn", "info", "returned"]
EvidenceKind = Literal["screenshot", "file", "link", "note"]
Move = Literal["previous", "next", "next_open"]


class OptionState(msgspec.Struct, frozen=True, kw_only=True):
    """One step of an options scale or one tick of a checklist; ``value`` is written into the answer.

    ``earlier``: it was the answer in the edition before.
    """

    value: str
    label: str
    anchor: str = ""
    points: float | None = None
    earlier: bool = False


class SourceState(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that a computed value reads: ``value`` in words, ``state`` "" where it is missing."""

    code: str
    title: str
    value: str


class GivenState(msgspec.Struct, frozen=True, kw_only=True):
    """A value that nobody types: where it comes from, its expression and what that reads."""

    icon: str
    text: str
    formula: str = ""
    sources: tuple[SourceState, ...] = ()


class ScaleState(msgspec.Struct, frozen=True, kw_only=True):
    """How the item is answered.

    ``options`` are the steps or ticks (binary: may be left empty, then yes and no are shown with ``points``
    and 0), or the findings of deductions, whose ``anchor`` says what they cost. ``unit``, ``minimum``, ``maximum`` and
    ``decimals`` are told beside a number or count. ``rule`` says which value earns how many points, where the options do
    not. ``one`` is the scale of each of ``rounds`` rounds. ``tally`` puts into words what a value comes to while it is
    given. ``given`` stands in place of an editor.
    """

    kind: ScaleKind
    options: tuple[OptionState, ...] = ()
    points: float | None = None
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    decimals: int | None = None
    rule: str = ""
    one: "ScaleState | None" = None
    rounds: int = 0
    tally: Callable[[str], str] | None = None
    given: GivenState | None = None


class MessageAction(msgspec.Struct, frozen=True, kw_only=True):
    """A button on a message bar; ``link`` shows it as accent text.

    ``asks``: it takes words, which are written in the bar itself; what they are to say.
    """

    code: str
    text: str
    link: bool = False
    asks: str = ""


class MessageWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words that a button of a message bar asked for, by its code."""

    code: str
    words: str


class MessageState(msgspec.Struct, frozen=True, kw_only=True):
    """One message bar: a sentence and at most two buttons; it stays until the page takes it away."""

    kind: MessageKind
    text: str
    actions: tuple[MessageAction, ...] = ()


class EvidenceState(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence: ``when`` is local and short, ``thumbnail`` a PNG or JPEG (empty: icon and title).

    ``details`` say in lines what there is no room for: where it points, when in UTC, how large. ``caption`` is what was
    written under it, ``words`` what a note says. ``size`` is in bytes, 0 where there is no file. ``same`` says in a few words
    that the same stands elsewhere, at the place ``same_at`` (``go:`` with unit and item). ``weak`` says why it proves little.
    """

    id: str
    kind: EvidenceKind
    title: str
    when: str = ""
    thumbnail: bytes = b""
    missing: bool = False
    details: str = ""
    caption: str = ""
    words: str = ""
    size: int = 0
    same: str = ""
    same_at: str = ""
    weak: str = ""


class CardState(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one open score card shows.

    ``unit`` and ``code`` together say whose card it is: when they change, what is half typed is told first,
    under the old pair. ``worth`` says what it is worth where that is not plainly ``points``. ``value`` is written as in
    the form reference, empty when blank. ``states`` are those offered. ``asked`` is false where there is nothing to
    answer: no states, no words, no evidence. ``hit`` is what a hit on a veto item does, where there is one.
    ``not_scored`` is the reason why the item does not count by rule: the card greys and keeps the value.
    ``evidence_words`` say whether evidence has to be given. ``read_only`` is the reason why nothing can be changed.
    ``noted``: there is a private note. ``flagged``: it was flagged for a second look. ``earlier`` says what it was in the
    edition before. ``for_another``: it is filled in for somebody else, without flags, notes and copies of one's own.
    """

    unit: str
    code: str
    title: str
    question: str = ""
    guide: str = ""
    points: float | None = None
    worth: str = ""
    problem: Literal["", "error", "warn"] = ""
    scale: ScaleState
    value: str = ""
    value_problem: str = ""
    states: tuple[SpecialState, ...] = ("not_found", "not_applicable", "unable")
    state: SpecialState | None = None
    reason: str = ""
    confidence: Confidence | None = None
    messages: tuple[MessageState, ...] = ()
    justification: str = ""
    justification_limit: int = 2000
    evidence: tuple[EvidenceState, ...] = ()
    evidence_problem: str = ""
    evidence_asked: bool = True
    evidence_words: str = ""
    asked: bool = True
    hit: str = ""
    not_scored: str = ""
    read_only: str = ""
    noted: bool = False
    flagged: bool = False
    earlier: str = ""
    for_another: bool = False


class StateChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A special state chosen with its reason; ``state`` None takes it back."""

    state: SpecialState | None
    reason: str = ""


class NewEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence the user added: ``image`` (a QImage) or ``data`` (a file's bytes) for a screenshot, ``path`` for a file.

    ``text`` is the address of a link or the words of a note.
    """

    kind: EvidenceKind
    data: bytes = b""
    path: str = ""
    text: str = ""
    image: object = None


class EvidenceEdit(msgspec.Struct, frozen=True, kw_only=True):
    """What the user changed about the evidence ``id``: moved it by ``step`` places, or gave another ``caption`` or ``words``."""

    id: str
    step: int = 0
    caption: str | None = None
    words: str | None = None
