"""Writes what is shown: PDF/A, workbook, web page. No cell is ever a formula."""
