"""Data files that travel with the program. ``files`` is the one module that opens them."""
