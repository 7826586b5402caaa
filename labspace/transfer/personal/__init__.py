"""What a person may take along: all that is kept about them (GDPR Art. 15 and 20)."""
