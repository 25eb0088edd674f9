"""Notices by mail and Teams: that something waits or has happened, its number and where to read it. Never a name."""
