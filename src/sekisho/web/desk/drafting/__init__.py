"""Beginning a dispatch: to whom it goes, in how many pieces, and how that is typed."""
