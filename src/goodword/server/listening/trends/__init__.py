"""Sentiment and cause over time, by aspect and by source, under the explorer's filters."""
