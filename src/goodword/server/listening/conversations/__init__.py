"""Conversations: who answers whom, as trees."""
