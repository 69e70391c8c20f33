"""The design tokens as typed, frozen values: `resources/themes/tokens.toml` in memory."""

from pathlib import Path

import msgspec


class Space(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Distances in logical pixels; nothing between the steps."""

    s0: int
    s1: int
    s2: int
    s3: int
    s4: int
    s5: int
    s6: int


class Radius(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Corner radii in logical pixels."""

    none: int
    sm: int
    md: int
    lg: int


class Size(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Heights and sides in logical pixels at font scale 1."""

    toolbar: int
    page_head: int
    status: int
    nav: int
    nav_rail: int
    control: int
    control_primary: int
    row_dense: int
    row: int
    row_tall: int
    option_row: int
    chip: int
    icon_sm: int
    icon: int
    icon_lg: int
    ring: int
    thumb_w: int
    thumb_h: int
    focus_width: int
    hit_min: int


class Families(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Font families by system, best first."""

    ui_windows: tuple[str, ...]
    ui_linux: tuple[str, ...]
    mono_windows: tuple[str, ...]
    mono_linux: tuple[str, ...]
    chart: tuple[str, ...]
    weights: tuple[int, ...]


class TypeSize(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One size of type: points, weight (400 or 700), line height as a multiple."""

    pt: float
    weight: int
    line: float


class TypeScale(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The seven sizes of type."""

    caption: TypeSize
    body: TypeSize
    strong: TypeSize
    question: TypeSize
    title: TypeSize
    page: TypeSize
    figure: TypeSize


class Motion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Durations in milliseconds."""

    instant: int
    fade_ms: int
    toast_ms: int


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Pairs of colour names whose contrast a test measures."""

    text: tuple[tuple[str, str], ...]
    shape: tuple[tuple[str, str], ...]


class SequentialText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Colour of a number on a heat cell: the first below step ``switch``, the second from it on."""

    light: tuple[str, str]
    dark: tuple[str, str]
    switch: int


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """The part of the chart colours that the interface itself draws with; charts read the rest themselves."""

    sequential: tuple[str, ...]
    sequential_dark: tuple[str, ...]
    sequential_text: SequentialText


class Meta(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Version of the token file and the least contrast it must reach."""

    version: int
    min_contrast_text: float
    min_contrast_shape: float


class Tokens(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Both themes; colours are ``#rrggbb`` by name, a nested table reads ``table.name``."""

    meta: Meta
    space: Space
    radius: Radius
    size: Size
    font: Families
    type: TypeScale
    motion: Motion
    light: dict[str, str | dict[str, str]]
    dark: dict[str, str | dict[str, str]]
    check: Check
    chart: Chart


def read_tokens(path: Path) -> Tokens:
    """The tokens in ``path``. Raises msgspec.ValidationError for a missing or unknown token."""
    return msgspec.toml.decode(path.read_bytes(), type=Tokens)


def colours(tokens: Tokens, dark: bool) -> dict[str, str]:
    """Every colour of one theme by its flat name: ``accent``, ``button.primary_bg``, ``heat.0`` … ``heat.7``."""
    flat: dict[str, str] = {}
    for name, value in (tokens.dark if dark else tokens.light).items():
        if isinstance(value, str):
            flat[name] = value
        else:
            flat |= {f"{name}.{part}": colour for part, colour in value.items()}
    steps = tokens.chart.sequential_dark if dark else tokens.chart.sequential
    flat |= {f"heat.{step}": colour for step, colour in enumerate(steps)}
    below, above = tokens.chart.sequential_text.dark if dark else tokens.chart.sequential_text.light
    switch = tokens.chart.sequential_text.switch
    flat |= {f"heat_text.{step}": below if step < switch else above for step in range(len(steps))}
    return flat
