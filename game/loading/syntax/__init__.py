"""What YAML complains of, and what it takes silently, in the words of somebody who writes prose."""
