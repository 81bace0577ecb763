"""Reading cells: what a text means is settled by its whole column, and what cannot be read is never guessed."""
