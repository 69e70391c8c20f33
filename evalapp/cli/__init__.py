"""The command line: a contract that scripts rely on. Results on standard output, progress and messages on standard error."""
