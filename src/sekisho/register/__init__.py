"""The register: incidents, their measures, and what became of them. Pure: no database, no clock, no chance."""
