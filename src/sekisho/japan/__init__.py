"""The country's tables: eras, fiscal year, names and their variants, kana, identifiers, phones, addresses.

Everything here is pure: no file, no clock, no network. Import the module you need; the package imports none.
"""
