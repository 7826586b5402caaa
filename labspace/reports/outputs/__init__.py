"""The forms a report is handed out in, each written from one snapshot and nothing else."""
