"""Eligibility, heads, match classes, decisions, final values, agreement: what a union of revisions means. Pure."""
