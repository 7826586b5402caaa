"""What holds from one day to another: replaced for a time, seen beforehand, written down, and taken back."""
