"""QPalette from a theme: all roles, and the Disabled group."""

from PySide6.QtGui import QPalette

from evalapp.ui.theme.theme import Theme

_ROLES = {
    QPalette.ColorRole.Window: "bg_window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "bg_surface",
    QPalette.ColorRole.AlternateBase: "bg_panel",
    QPalette.ColorRole.ToolTipBase: "bg_surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "text_3",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "bg_surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "text_on_accent",
    QPalette.ColorRole.Light: "bg_surface",
    QPalette.ColorRole.Midlight: "bg_hover",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border_input",
    QPalette.ColorRole.Shadow: "border",
    QPalette.ColorRole.Highlight: "bg_selected",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Accent: "accent",
}
_DISABLED = {
    QPalette.ColorRole.WindowText: "text_disabled",
    QPalette.ColorRole.Text: "text_disabled",
    QPalette.ColorRole.ButtonText: "text_disabled",
    QPalette.ColorRole.PlaceholderText: "text_disabled",
    QPalette.ColorRole.HighlightedText: "text_disabled",
    QPalette.ColorRole.Link: "text_disabled",
    QPalette.ColorRole.LinkVisited: "text_disabled",
    QPalette.ColorRole.Base: "bg_readonly",
    QPalette.ColorRole.Button: "bg_readonly",
    QPalette.ColorRole.Highlight: "bg_selected_idle",
    QPalette.ColorRole.Accent: "border_input",
}


def palette(theme: Theme) -> QPalette:
    """The palette of a theme."""
    filled = QPalette()
    for role, token in _ROLES.items():
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            filled.setColor(group, role, theme.color(token))
    for role, token in _DISABLED.items():
        filled.setColor(QPalette.ColorGroup.Disabled, role, theme.color(token))
    return filled
