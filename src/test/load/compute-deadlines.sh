#!/bin/sh
# Measures Task/$compute-deadlines of a running server over 1, 8 and 16 connections.
# Usage: src/test/load/compute-deadlines.sh [base URL] [seconds per step] [Parameters file]
set -eu
here=$(dirname "$0")
exec java "$here/ComputeDeadlinesLoad.java" \
  "${1:-http://localhost:8080/fhir}" "${3:-$here/nine-events.json}" "${2:-10}"
