"""What must happen before a parcel may leave: procedures, their dispatches, and who may do what next."""
