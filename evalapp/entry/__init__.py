"""Answers, evidence, revisions and their encoding, problems found. Pure: no files, no database."""
