"""The desk: dispatches on their way through the gate, and out."""
