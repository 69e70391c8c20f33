"""The start page, opening files, founding a project."""
