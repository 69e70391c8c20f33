"""The scoring form: what a form can say, read from TOML, checked as a whole. Pure: no files but the form's own."""
