"""App passwords: one secret per calendar program, which reads the calendar and nothing else."""
