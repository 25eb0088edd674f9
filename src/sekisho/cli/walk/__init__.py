"""The incidents of the demo walked through their procedures, with the mistake refused: every step by invented people."""
