"""The named races: each prepares a scene and says who acts at once, and what has to hold whoever was first."""
