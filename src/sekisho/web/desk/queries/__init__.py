"""What may be asked about dispatches: each question is answered from the events, with the words that lie beside them."""
