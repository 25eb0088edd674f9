"""The register in the browser: incidents, measures and what they rest on, occurrences, near misses, past reports, editions."""
