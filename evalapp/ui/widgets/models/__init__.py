"""Qt models over frozen structs."""
