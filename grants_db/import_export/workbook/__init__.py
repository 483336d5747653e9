"""Workbooks (.xlsx, .xls, .ods) as raw sheets, read in a process of its own: a damaged one can break its reader."""
