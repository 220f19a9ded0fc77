"""The use cases, a module each. Window and command line call the same."""
