"""The pages of goals. Both sides see the same ones, each for the goals of the organisation that reads."""
