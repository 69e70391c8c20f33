"""What revisions record, in words: their kinds, values and reasons, in the language in force."""

from msgspec import Struct

from evalapp.base.i18n import _, current_language, ngettext
from evalapp.entry.contents import (
    KIND_NUMBERS,
    Adoption,
    Answer,
    Assignment,
    Content,
    Decision,
    EarlierValues,
    Enrolment,
    Founding,
    Grant,
    KeyEntry,
    MappingEntry,
    PersonEntry,
    Publication,
    Question,
    Release,
    Reply,
    Reveal,
    Review,
    Setting,
    SignOff,
    UnitEntry,
    Withdrawal,
)
from evalapp.entry.evidence import Evidence
from evalapp.entry.objection import Objection, Response
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Derived, Scale
from evalapp.report.words import category_word, evidence_word, status_word, value_words
from evalapp.work.objection_words import outcome_word

_NAMES = {number: name for name, number in KIND_NUMBERS.items()}
_SHORT = 12


class Told(Struct, frozen=True):
    """What a revision says: the value that stands by it, words that go with it, and the reason that was given."""

    value: str
    text: str = ""
    reason: str = ""


def kind_name(number: int) -> str:
    """The name of a kind as scripts know it; "newer" for one that this version has not heard of."""
    return _NAMES.get(number, "newer")


def kind_word(kind: str) -> str:
    """The word for a kind of revision."""
    words = {
        "project": _("project founded"),
        "person": _("person"),
        "unit": _("row of the roster"),
        "assignment": _("assignment"),
        "setting": _("setting"),
        "enrolment": _("key enrolled"),
        "key": _("key judged"),
        "answer": _("answer"),
        "signoff": _("signed off"),
        "decision": _("decision"),
        "withdrawal": _("withdrawal"),
        "release": _("release"),
        "comment": _("comment"),
        "question": _("question"),
        "reply": _("reply"),
        "publication": _("publication"),
        "mapping": _("mapping between editions"),
        "adoption": _("project taken in"),
        "grant": _("coordinator granted"),
        "earlier": _("values of the last edition"),
        "review": _("word on evidence or a finding"),
        "objection": _("objection"),
        "reveal": _("names uncovered"),
        "response": _("response to an objection"),
    }
    return words.get(kind, _("of a newer version"))


def told(content: Content, scale: Scale | None) -> Told:
    """What a revision says. ``scale`` is its item's in the edition that it speaks of, where that is known."""
    match content:
        case Answer():
            return Told(
                _state(content.state, content.value, scale), _answer_words(content), content.on_behalf
            )
        case Decision():
            reason = _(": ").join(
                part for part in (category_word(content.reason_category), content.reason) if part
            )
            return Told(_state(content.state, content.value, scale), "", reason)
        case SignOff():
            return Told(_units(content.units), "", content.comment)
        case Question() | Reply():
            return Told("", content.text)
        case Objection():
            head = _(", ").join(
                part
                for part in (content.received, content.reference, content.sender, content.deadline)
                if part
            )
            return Told(head, _with_evidence(content.text, content.evidence))
        case Response():
            return Told(outcome_word(content.outcome), content.text)
        case Review():
            return Told(content.status, content.ref, content.reason)
        case Reveal():
            return Told("", "", content.reason)
        case _:
            return _of_project(content)


def _of_project(content: Content) -> Told:
    """What the kinds say that are about the project and its people."""
    match content:
        case Founding():
            return Told(content.title, f"{content.name} {content.code}".strip())
        case PersonEntry():
            return Told(f"{content.name} {content.code}".strip())
        case UnitEntry():
            name = f"{content.code} {content.name}"
            columns = "; ".join(f"{column}={value}" for column, value in content.columns)
            return Told(_("{name} (removed)").format(name=name) if content.removed else name, columns)
        case Assignment():
            return Told(_assigned(content))
        case Setting():
            return Told(content.value)
        case Enrolment():
            return Told(content.key[:_SHORT])
        case KeyEntry():
            return Told(_("accepted") if content.accepted else _("refused"), content.key[:_SHORT])
        case Grant():
            return Told(_("granted") if content.active else _("taken back"), content.key[:_SHORT])
        case Publication():
            return Told(content.name, content.note, content.waiver)
        case Adoption():
            return Told(content.project[:_SHORT])
        case _:
            return _counted(content)


def _assigned(content: Assignment) -> str:
    if content.barred:
        return _("barred")
    return _("assigned, place {n}").format(n=content.place + 1) if content.active else _("not assigned")


def _counted(content: Content) -> Told:
    """What the kinds say that name many things."""
    match content:
        case Withdrawal():
            n = len(content.ranges)
            words = ngettext("{n} stretch of a chain", "{n} stretches of chains", n)
            return Told(words.format(n=n), "", content.reason)
        case Release():
            n = len(content.withdrawals) + len(content.held)
            return Told(ngettext("{n} revision", "{n} revisions", n).format(n=n), "", content.reason)
        case MappingEntry():
            n = len(content.leaves)
            return Told(ngettext("{n} item", "{n} items", n).format(n=n))
        case EarlierValues():
            n = len(content.values)
            return Told(content.label, ngettext("{n} value", "{n} values", n).format(n=n))
        case _:
            return Told("")


def _state(state: str, value: str, scale: Scale | None) -> str:
    if state != "answered":
        return status_word(state)
    if scale is None or isinstance(scale, Derived):
        return value
    try:
        return value_words(scale, value, current_language()) if scale.read(value) == value else value
    except ValueRefused:
        return value


def _answer_words(answer: Answer) -> str:
    return _with_evidence(answer.justification, answer.evidence)


def _with_evidence(text: str, evidence: tuple[Evidence, ...]) -> str:
    """The words, and what lies behind them."""
    pieces = [
        f"[{number}] {evidence_word(piece.kind)} {piece.title or (piece.ref[:_SHORT] if piece.is_attachment else piece.ref)}"
        for number, piece in enumerate(evidence, 1)
    ]
    return "\n".join(part for part in (text, *pieces) if part)


def _units(units: tuple[str, ...]) -> str:
    n = len(units)
    return ngettext("{n} unit: {units}", "{n} units: {units}", n).format(n=n, units=_(", ").join(units))
