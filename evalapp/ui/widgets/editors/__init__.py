"""One editor for each kind of scale."""
