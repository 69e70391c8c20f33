"""Dumb widgets: ``set_state(struct)`` in, one meaningful signal out. They know no service and no file."""
