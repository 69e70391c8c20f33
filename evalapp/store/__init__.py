"""The project file: one SQLite database; revisions are the truth, everything derived may be dropped and rebuilt."""
