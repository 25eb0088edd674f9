"""The yearly report on incidents and their measures: plain data in, PDF, HTML, xlsx, csv and JSON out."""
