"""`labspace doctor`: looks at everything a deployment stands on and says what to do."""
