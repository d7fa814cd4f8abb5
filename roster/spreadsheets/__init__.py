"""Tables that a school can keep in a spreadsheet: read, checked, compared and written.

A new column is described once in roster/spreadsheets/tables; sample_data/README.md documents all of them.
"""

from roster.spreadsheets.comparing import Preview, compare
from roster.spreadsheets.faults import Fault
from roster.spreadsheets.reading import Reading, read_tables
from roster.spreadsheets.writing import tables_file, write_tables

__all__ = ["Fault", "Preview", "Reading", "compare", "read_tables", "tables_file", "write_tables"]
