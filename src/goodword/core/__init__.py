"""Ids, money, time, errors, the event schema and the vocabulary; standard library only."""
