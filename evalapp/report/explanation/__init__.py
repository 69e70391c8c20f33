"""How numbers came about, in sentences with the numbers in them: for the pages, the command line and the report."""
