"""What people take in hand: plain data in, text, html or json out. Nothing here decides anything."""
