"""Excel workbooks, in and out."""
