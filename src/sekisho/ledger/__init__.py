"""What stays as evidence: canonical bytes, keys, signatures, and whether they still hold."""
