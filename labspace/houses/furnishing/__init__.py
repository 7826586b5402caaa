"""What a space has and how it looks: its words, its features and its pictures."""
