"""Points, totals, ranks, grades, means: numpy, pure."""
