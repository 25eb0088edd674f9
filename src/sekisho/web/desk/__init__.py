"""The desk: dispatches, their files and findings, every step, and the exits."""
