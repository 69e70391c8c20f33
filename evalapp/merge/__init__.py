"""Eligibility, heads, match classes, decisions, final values: what a union of revisions means. Pure."""
