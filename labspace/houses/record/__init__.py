"""What staff changed about their house: who, when, from what to what; and how it is taken back."""
