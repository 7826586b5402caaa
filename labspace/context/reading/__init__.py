"""Pure: tables as counters and stations export them, read whole or refused with every finding."""
