"""What may be asked about the register, one module for each thing."""
