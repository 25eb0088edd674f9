"""What is done at the desk: each act is a command to the gate, with what lies beside its events."""
