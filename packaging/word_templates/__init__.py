"""How the Word templates of the program are built; ``make_templates.py`` writes them."""
