"""What a coordinator does in an open project: merge, decide, look at results, export."""
