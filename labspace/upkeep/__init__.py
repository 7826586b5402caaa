"""Looking after a deployment: backups, examining it, and what it says of itself to other programs."""
