"""`python -m sekisho`: the same as the command `sekisho`."""

from sekisho.cli import main

main()
