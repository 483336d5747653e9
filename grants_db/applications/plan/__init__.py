"""The financing plan of an application as people enter it: line by line, or whole from a file."""
