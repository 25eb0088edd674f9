"""The web application, and the database behind it. Everything here needs `sekisho[web]`; nothing below it does."""
