"""What the Git repository of the content knows of its past, told in the words of the model."""
