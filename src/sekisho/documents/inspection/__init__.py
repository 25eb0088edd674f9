"""The report of an inspection: as text for the terminal, as JSON for programs, as a page to be printed."""
