"""The outbox: what is to be delivered, written in the transaction that makes it true."""
