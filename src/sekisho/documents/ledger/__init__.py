"""What a verification of the log came to, for people and for programs."""
