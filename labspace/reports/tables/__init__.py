"""The tables of a report, from which page, PDF, workbook and CSV are written alike."""
