"""A scoring form as written: frozen structs, one for each table of the TOML file (FORM section 1)."""

import hashlib
from typing import Literal

import msgspec
from msgspec import Struct

from evalapp.form.cohort_rules import CohortRule
from evalapp.form.label import Label
from evalapp.form.rules import is_cohort_rule
from evalapp.form.scales import OneRound, Rounds, Scale, Words

NotApplicable = Literal["reweight", "equal", "rescale", "zero", "full"]
Missing = Literal["pending", "zero", "reweight"]
Aggregation = Literal["arithmetic", "geometric", "harmonic"]
Part = Literal["base", "bonus", "penalty", "veto", "note"]
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


class Bonus(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``bonus`` of the policy: at most ``cap`` points in all, and only where ``gate`` holds."""

    cap: float | None = None
    gate: str = ""


class Veto(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a hit on a veto item does; ``points`` for fixed and cap."""

    effect: Literal["fail", "zero", "fixed", "cap", "item"] = "fail"
    points: float | None = None


class Rollup(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``rollup`` of an item: it is answered for the sub-units of that kind, and formed from theirs."""

    kind: str
    take: Literal["mean", "sum", "min", "max", "any", "pooled"]
    of: Literal["value", "score"] = "value"


class Policy(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[policy]``: how answers become totals and ranks."""

    weights: Literal["points", "relative"] = "points"
    aggregation: Aggregation = "arithmetic"
    unanswered: Missing = "pending"
    unable: Missing = "reweight"
    not_applicable: NotApplicable = "reweight"
    min_coverage: float = 0.0
    normalise: CohortRule | None = None
    floor: float = 0.0
    cap: float | None = None
    fail_below: float | None = None
    bonus: Bonus = Bonus()
    veto: Veto = Veto()
    rank_ties: Literal["competition", "dense"] = "competition"
    rank_decimals: int | None = None
    tie_order: Literal["code", "name"] = "code"
    list: Literal["rank", "band"] = "rank"
    decimals: int = 2
    tolerance: float = 0.0
    resolve: Literal["decide", "average", "first"] = "decide"


class Grade(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, rename={"passed": "pass"}):
    """``[[grade]]``: a class of results; the first that fits in file order is taken."""

    id: str
    name: Label
    text: Label = ""
    min: float | None = None
    above: float | None = None
    top: float | None = None
    sd: float | None = None
    fail: bool = False
    passed: bool = False


class Item(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[[item]]``: a node of the tree; a leaf has a scale, a group has children."""

    code: str
    title: Label
    parent: str = ""
    weight: float | None = None
    part: Part = "base"
    aggregation: Aggregation | None = None
    min_coverage: float | None = None
    not_applicable: NotApplicable | None = None
    normalise: CohortRule | None = None
    cap: float | None = None
    rollup: Rollup | None = None
    veto: Veto | None = None
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


class Profile(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[[profile]]``: other weights for the units of which ``when`` is true; the first that fits is taken."""

    id: str
    when: str
    weights: dict[str, float]


class Index(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[[index]]``: a named figure beside the total, over some ``items`` or as an expression ``value``."""

    id: str
    title: Label
    items: dict[str, float] = {}
    value: str = ""


class Form(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={
        "head": "form",
        "items": "item",
        "grades": "grade",
        "checks": "check",
        "profiles": "profile",
        "indices": "index",
    },
):
    """A whole form, as written in its file."""

    head: FormHead
    units: Units = Units()
    policy: Policy = Policy()
    grades: tuple[Grade, ...] = ()
    scales: dict[str, Scale] = {}
    items: tuple[Item, ...] = ()
    checks: tuple[Check, ...] = ()
    profiles: tuple[Profile, ...] = ()
    indices: tuple[Index, ...] = ()

    def scale_of(self, item: Item) -> Scale | None:
        """The leaf's scale, looked up in ``[scales]`` where it is named; None for a group."""
        scale = self.scales.get(item.scale) if isinstance(item.scale, str) else item.scale
        if isinstance(scale, Rounds) and isinstance(scale.of, str):
            of = self.scales.get(scale.of)
            return msgspec.structs.replace(scale, of=of) if isinstance(of, OneRound) else None
        return scale


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


def is_scored(scale: Scale) -> bool:
    """Whether answers on this scale earn points at all."""
    return not isinstance(scale, Words)


def needs_cohort(scale: Scale) -> bool:
    """Whether only the coordinator, who has every unit, can score answers on this scale."""
    return is_cohort_rule(scale.rule)
