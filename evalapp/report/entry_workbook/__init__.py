"""The workbook in which an assessor answers outside the program: what it shows, and how it is written with XlsxWriter."""
