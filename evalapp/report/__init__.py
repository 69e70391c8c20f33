"""From one frozen dataset to what leaves the program: workbook and charts."""
