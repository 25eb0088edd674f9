"""The register (事故と再発防止策): incidents, their measures, and what the evidence says of each."""
