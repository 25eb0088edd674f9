"""Past yearly reports, as cities publish them, read into incidents, measures and their states, for a person to correct."""
