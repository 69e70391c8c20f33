"""Tokens, theme, palette, style and icons: everything about looks."""
