"""A scoring form as written: frozen structs, one for each table of the TOML file (FORM section 1)."""

import hashlib
from typing import Literal

import msgspec
from msgspec import Struct

from evalapp.form.label import Label
from evalapp.form.rules import Minmax
from evalapp.form.scales import Scale, Words

NotApplicable = Literal["reweight", "equal", "rescale", "zero", "full"]
Missing = Literal["pending", "zero", "reweight"]
Aggregation = Literal["arithmetic", "geometric", "harmonic"]
SpecialState = Literal["not_found", "not_applicable", "unable"]
SPECIAL_STATES: tuple[SpecialState, ...] = ("not_found", "not_applicable", "unable")


class FormHead(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[form]``: what the form is called and what of it is published."""

    id: str
    version: str
    title: Label
    edition: Label = ""
    object: Label = ""
    levels: tuple[Label, ...] = ()
    sourced: Label = ""
    sources: Label = ""
    full_score: float = 100.0


class Units(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[units]``: what the roster's columns mean to this form."""

    number: tuple[str, ...] = ()
    within: str = ""
    means: tuple[str, ...] = ()


class Policy(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[policy]``: how answers become totals and ranks."""

    weights: Literal["points", "relative"] = "points"
    aggregation: Aggregation = "arithmetic"
    unanswered: Missing = "pending"
    unable: Missing = "reweight"
    not_applicable: NotApplicable = "reweight"
    min_coverage: float = 0.0
    floor: float = 0.0
    cap: float | None = None
    fail_below: float | None = None
    rank_ties: Literal["competition", "dense"] = "competition"
    rank_decimals: int | None = None
    tie_order: Literal["code", "name"] = "code"
    list: Literal["rank", "band"] = "rank"
    decimals: int = 2
    tolerance: float = 0.0
    resolve: Literal["decide", "average", "first"] = "decide"


class Grade(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[[grade]]``: a class of results; the first that fits in file order is taken."""

    id: str
    name: Label
    text: Label = ""
    min: float | None = None
    above: float | None = None
    top: float | None = None
    sd: float | None = None
    fail: bool = False


class Item(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[[item]]``: a node of the tree; a leaf has a scale, a group has children."""

    code: str
    title: Label
    parent: str = ""
    weight: float | None = None
    part: Literal["base"] = "base"
    aggregation: Aggregation | None = None
    min_coverage: float | None = None
    not_applicable: NotApplicable | None = None
    applies: str = ""
    states: tuple[SpecialState, ...] = SPECIAL_STATES
    ask: Label = ""
    guide: Label = ""
    evidence: str = "optional"
    scale: str | Scale | None = None


class Check(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[[check]]``: a condition over several answers that is a problem when it is true."""

    id: str
    severity: Literal["error", "warning", "info"]
    when: str
    message: Label
    items: tuple[str, ...] = ()


class Form(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={"head": "form", "items": "item", "grades": "grade", "checks": "check"},
):
    """A whole form, as written in its file."""

    head: FormHead
    units: Units = Units()
    policy: Policy = Policy()
    grades: tuple[Grade, ...] = ()
    scales: dict[str, Scale] = {}
    items: tuple[Item, ...] = ()
    checks: tuple[Check, ...] = ()

    def scale_of(self, item: Item) -> Scale | None:
        """The leaf's scale, looked up in ``[scales]`` where it is named; None for a group."""
        return self.scales.get(item.scale) if isinstance(item.scale, str) else item.scale


_CANONICAL = msgspec.json.Encoder(order="sorted")


def form_hash(form: Form) -> str:
    """SHA-256 (hex) of the form's canonical JSON; a key that says what holds anyway does not count."""
    return hashlib.sha256(b"evalapp.form.1\n" + _CANONICAL.encode(_stated(form))).hexdigest()


def _stated(value: object) -> object:
    """``value`` without the keys that equal their defaults (the library leaves out only those never written)."""
    if isinstance(value, Struct):
        config = value.__struct_config__
        found: dict[str, object] = {config.tag_field: config.tag} if config.tag_field else {}
        for field in msgspec.structs.fields(value):
            part = getattr(value, field.name)
            if field.required or part != _default(field):
                found[field.encode_name] = _stated(part)
        return found
    if isinstance(value, dict):
        return {key: _stated(part) for key, part in value.items()}
    return [_stated(part) for part in value] if isinstance(value, tuple) else value


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default is not msgspec.NODEFAULT else field.default_factory()


def answer_shape(item: Item, scale: Scale) -> str:
    """What an answer to this leaf may look like, as a hash: it fits every edition with the same shape (RECORD R21)."""
    shape = (*sorted(item.states), scale.shape())
    return hashlib.sha256(_CANONICAL.encode(shape)).hexdigest()


def is_scored(scale: Scale) -> bool:
    """Whether answers on this scale earn points at all."""
    return not isinstance(scale, Words)


def needs_cohort(scale: Scale) -> bool:
    """Whether only the coordinator, who has every unit, can score answers on this scale."""
    return isinstance(scale.rule, Minmax)
