"""What is done in the register, one module for each thing."""
