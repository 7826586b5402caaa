"""When spaces are free: availability of a window, and search for the earliest fitting time."""
