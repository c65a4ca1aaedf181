"""A folder to a catalogue and a list of problems."""
