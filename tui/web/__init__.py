"""The app in a browser: a server on this machine only, one process of the app for each tab."""
