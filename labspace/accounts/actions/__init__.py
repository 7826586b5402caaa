"""The doors through which people and organisations change. Actions flush; the edge commits once."""
