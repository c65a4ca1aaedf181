"""Local editing: forms made from the model, saved as the smallest change of the file."""
