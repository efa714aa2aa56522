"""Import and export of the register: HSDS 3.0 as JSON, as tabular CSV package and as workbook."""
