"""Each file is read in a process of its own, with limits, so that a hostile file harms nothing but itself."""
