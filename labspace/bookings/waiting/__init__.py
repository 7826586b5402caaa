"""The waiting list: wishes that understand time, and what becomes free is offered in fair order."""
