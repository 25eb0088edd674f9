"""What every document on paper needs: our fonts and which letters they have, the QR code, and Typst that sets a page."""
