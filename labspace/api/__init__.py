"""The JSON API of `/api/v1`: thin, one file per subject; what it may do, the actions of the other packages do."""
