"""What every kind of spreadsheet shares, whichever reader takes it apart: formats, looks, tables, what was seen."""
