"""さくら野市, an invented city to try the pages in: its people, its registered lists, and two dispatches on their way."""
