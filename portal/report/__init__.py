"""What the team of a territory has to mend or complete: figures for its eyes, never published."""
