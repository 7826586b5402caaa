"""The plainest possible count of every indicator: rows and minutes, sets and loops, no code of labspace.

Written from the definitions alone. What it says is what the program has to say; where it is slow, it
is slow.
"""
