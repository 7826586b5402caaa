"""What a house lets one book: rules, quotas and products by date, how a wish is judged and told."""
