"""Small editions of a form, as tests of editions write them."""

from typing import Any

from evalapp.form.model import Form, FormHead, Item, Policy
from evalapp.form.scales import Binary, Checklist, Option, Options, Scale, Tick
from evalapp.form.shape import Edition, edition_of


def form(*items: Item, version: str = "1", **more: Any) -> Form:
    """A form of leaves whose weights are relative."""
    more.setdefault("policy", Policy(weights="relative"))
    return Form(head=FormHead(id="f", version=version, title="表"), items=items, **more)


def leaf(code: str, scale: Scale | str | None = None, title: str = "", **more: Any) -> Item:
    return Item(code=code, title=title or f"指标 {code}", scale=scale or Binary(), **more)


def edition(*items: Item, version: str = "1") -> Edition:
    return edition_of(form(*items, version=version))


def options(*values: str, **labels: str) -> Options:
    """Options that earn the more the further left they stand; labels by value."""
    return Options(
        options=tuple(
            Option(value=value, points=float(len(values) - n), label=labels.get(value, ""))
            for n, value in enumerate(values)
        )
    )


def ticks(*ids: str, **labels: str) -> Checklist:
    return Checklist(ticks=tuple(Tick(id=name, label=labels.get(name, "")) for name in ids))
