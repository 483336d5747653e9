"""What a request passes between spider and net: addresses, robots.txt and turns, patience, redirects, the mirror."""
