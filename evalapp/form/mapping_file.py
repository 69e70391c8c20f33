"""A mapping as a TOML file: written as a proposal, read once a person has looked it through (RECORD R23)."""

from collections.abc import Iterator

import msgspec
import tomli_w
from msgspec import Struct, inspect

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, current_language
from evalapp.form.label import Label, say
from evalapp.form.locate import Places
from evalapp.form.mapping import FormMapping, LeafImage, faults
from evalapp.form.proposal import Proposal
from evalapp.form.reader import describe
from evalapp.form.schema import check_value
from evalapp.form.shape import Edition, Leaf
from evalapp.form.toml_words import TomlRefused, read_toml

MAX_BYTES = 1024 * 1024


class _Head(Struct, frozen=True, forbid_unknown_fields=True, rename={"origin": "from", "target": "to"}):
    origin: str
    target: str


class _Item(Struct, frozen=True, forbid_unknown_fields=True, rename={"old": "from", "new": "to"}):
    old: str
    new: str
    values: dict[str, str] = {}
    states: dict[str, str] = {}
    again: bool = False
    confirm: bool = False


class _File(Struct, frozen=True, forbid_unknown_fields=True, rename={"head": "mapping", "items": "item"}):
    head: _Head
    items: tuple[_Item, ...] = ()


def read_mapping(data: bytes, source: str, editions: dict[str, Edition]) -> FormMapping:
    """The mapping in ``data`` between two of ``editions`` (by hash); ``source`` names it in messages.

    Raises AppError("mapping") with everything that is wrong, guesses that nobody confirmed among it.
    """
    if len(data) > MAX_BYTES:
        raise _refused(source, [_("it is larger than {limit} bytes").format(limit=MAX_BYTES)])
    try:
        text, document = read_toml(data)
    except TomlRefused as refused:
        raise _refused(source, [str(refused)]) from refused
    unfit = tuple(check_value(document, inspect.type_info(_File), ()))
    if unfit:
        places = Places(text)
        raise _refused(
            source, [f"{source}:{places.line(one.path)}: {describe(one, document)}" for one in unfit]
        )
    file = msgspec.convert(document, _File)
    found = FormMapping(
        origin=file.head.origin, target=file.head.target, leaves=tuple(_image(item) for item in file.items)
    )
    wrong = [
        _("the edition {hash} is none of those at hand ({known})").format(
            hash=name[:12],
            known=", ".join(f"{edition.version} {edition.hash[:12]}" for edition in editions.values()),
        )
        for name in (found.origin, found.target)
        if name not in editions
    ]
    if not wrong:
        wrong += faults(found, editions[found.origin], editions[found.target])
    wrong += [
        _(
            "{old} → {new} was guessed: see whether it is right, then take the line “confirm = true” out"
        ).format(old=item.old, new=item.new)
        for item in file.items
        if item.confirm
    ]
    if wrong:
        raise _refused(source, wrong)
    return found


def _image(item: _Item) -> LeafImage:
    return LeafImage(
        old=item.old,
        new=item.new,
        values=tuple(item.values.items()),
        states=tuple(item.states.items()),
        again=item.again,
    )


def _refused(source: str, findings: list[str]) -> AppError:
    return AppError(
        "mapping",
        _("{file} cannot be used as a mapping. Nothing was changed. Correct it and try again.").format(
            file=source
        ),
        # A code in a finding may hold line breaks, and each finding is one line.
        details=[" ".join(finding.splitlines()) for finding in findings],
    )


def mapping_text(proposal: Proposal, before: Edition, after: Edition) -> str:
    """The proposal as TOML, with a comment at everything that a person should look at."""
    return "\n".join((*_lines(proposal, before, after), ""))


def _lines(proposal: Proposal, before: Edition, after: Edition) -> Iterator[str]:
    yield "# " + _("What answers of edition {before} mean in edition {after}.").format(
        before=before.version, after=after.version
    )
    yield "# " + _("Items that are not listed stay what they are where their scale is the same.")
    yield "[mapping]"
    yield _pair("from", before.hash)
    yield _pair("to", after.hash)
    for image in proposal.mapping.leaves:
        old, new = before.leaves[image.old], after.leaves[image.new]
        yield ""
        yield "[[item]]" + _comment(old.title, new.title)
        yield _pair("from", image.old)
        yield _pair("to", image.new)
        if image.old in proposal.guessed:
            yield "confirm = true    # " + _("a guess: see whether it is right, then take this line out")
        if image.again:
            yield "again = true    # " + _("no value has a counterpart: answers are to be given again")
        yield from _values(image, proposal.lost.get(image.old, ()), old)
    for code in proposal.gone:
        yield ""
        title = " ".join(say(before.leaves[code].title, current_language()).split())
        yield "# " + _("{code} {title} is gone; its answers stay in the history.").format(
            code=code, title=title
        )


def _values(image: LeafImage, lost: tuple[str, ...], old: Leaf) -> Iterator[str]:
    if image.again:
        return
    if image.values:
        yield "[item.values]"
        yield from (_pair(value, to) for value, to in image.values)
    for name in lost:
        if name in old.states:
            text = _("the state “{name}” is no longer offered: such answers are to be given again")
        else:
            text = _("“{name}” has no counterpart: such answers are to be given again")
        yield "# " + text.format(name=name)


def _comment(old: Label, new: Label) -> str:
    language = current_language()
    before, after = say(old, language), say(new, language)
    title = before if before == after else f"{before} → {after}"
    return "    # " + " ".join(title.split()) if title else ""


def _pair(key: str, value: str) -> str:
    return tomli_w.dumps({key: value}).strip()
