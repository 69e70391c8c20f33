"""What users do, in their words: one function an operation. The command line and the window both call these."""
