"""What every page is made of: the frame, the components, the words in two languages, and how a refusal is shown."""
