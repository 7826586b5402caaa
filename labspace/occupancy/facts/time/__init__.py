"""Facts of time: what was bookable, booked and used (K01–K05, K08, K10–K13), by unit, kind and house."""
