"""Registered lists (台帳) of a department: who supplied each version, who accepted it, and what is in force."""
