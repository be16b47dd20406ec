"""The parts of the local web server that AWS does not have: allowed hosts, the dashboard's files and demo tools."""
