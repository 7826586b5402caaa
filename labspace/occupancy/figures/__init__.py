"""All indicators K01–K25 of a choice of houses, kinds and days: the one door for page, file, report and API."""
