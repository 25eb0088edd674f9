"""Who is meant: from what stands in a document to the registered persons."""
