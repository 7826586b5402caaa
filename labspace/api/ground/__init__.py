"""What every call of the API stands on: schemas, problems, who asks, limits, lists, answers given once."""
