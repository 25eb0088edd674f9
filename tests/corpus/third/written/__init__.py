"""Test bundles for the inspection engine, written from the contract alone; every person and place is invented."""
