"""Departments, people with their posts and training, accounts, and who is signed in."""
