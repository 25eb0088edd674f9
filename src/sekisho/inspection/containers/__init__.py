"""Unpacking files that hold files, within budgets, and taking protections off."""
