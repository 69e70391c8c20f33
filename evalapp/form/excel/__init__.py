"""A scoring form as an Excel workbook: written with openpyxl, read by a small reader of its own."""
