"""From the offer of a pop-up slot to what became of the idea: tenancy, agreement, handover, shop hours, results."""
