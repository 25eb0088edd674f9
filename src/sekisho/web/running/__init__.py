"""What runs: the server with its worker, more workers, their heartbeats, and the checkpoints they write."""
