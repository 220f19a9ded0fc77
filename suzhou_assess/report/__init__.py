"""Word and PDF: what is left on the table."""
