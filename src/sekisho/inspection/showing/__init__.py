"""A file that is about to leave, as a person looks at it: its sheets and pages, with what hides in them made visible."""
