"""What an assessment is. Pure: no files, no database, no Qt."""
