"""Real review sentences in English and Chinese that may be shipped; see ATTRIBUTION.md beside this file."""
