"""The engine: a bundle goes in, a report comes out."""
