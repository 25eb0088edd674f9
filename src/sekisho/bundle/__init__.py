"""What leaves and to whom: the bundle's format, its sources, and cutting one list into files per recipient."""
