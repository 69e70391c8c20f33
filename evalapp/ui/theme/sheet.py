"""The one style sheet: a template that only names tokens, filled from a theme."""

from string import Template

import msgspec

from evalapp.ui.theme.theme import Theme


def style_sheet(theme: Theme, template: str) -> str:
    """``template`` with ``$accent``, ``$size_control``, ``$space_s2``, ``$type_caption`` … filled in.

    Raises KeyError for a name that is no token.
    """
    values = {name.replace(".", "_"): colour for name, colour in theme.colours.items()}
    for table, struct in (("size", theme.size), ("space", theme.space), ("radius", theme.radius)):
        values |= {f"{table}_{name}": f"{px}px" for name, px in msgspec.structs.asdict(struct).items()}
    for name, size in theme.types.items():
        values[f"type_{name}"] = f"{size.pt * theme.font_scale:g}pt"
        values[f"weight_{name}"] = str(size.weight)
    values["mono"] = ", ".join(f'"{family}"' for family in theme.mono_families)
    # QSS heights exclude the border: 1 px at rest, the focus ring's width with the focus.
    ring = theme.size.focus_width
    for name, height in (("control", theme.size.control), ("primary", theme.size.control_primary)):
        values |= {f"{name}_inner": f"{height - 2}px", f"{name}_focus": f"{height - 2 * ring}px"}
    return Template(template).substitute(values)
