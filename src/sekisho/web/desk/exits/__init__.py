"""The exits: how approved bytes leave. Plain data in, no model and no view: what was sent is for the caller to record."""
