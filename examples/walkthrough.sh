#!/usr/bin/env bash
# Walks the worked example through a running server, with curl alone.
#   bash examples/walkthrough.sh [BASE]      BASE is http://localhost:8080/fhir unless given
set -euo pipefail

base=${1:-http://localhost:8080/fhir}
token=${OPENIMR_TOKEN:-demo-plan-vchcp}
example=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/residential-mental-health

call() { # call METHOD PATH [curl option]...
  local method=$1 path=$2
  shift 2
  curl -sS --fail-with-body -X "$method" "$base$path" \
    -H "Authorization: Bearer $token" -H 'Accept: application/fhir+json' "$@"
}

post() { # post PATH FILE
  call POST "$1" -H 'Content-Type: application/fhir+json' --data-binary "@$2"
}

# Makes one line per part "name": "value" of a pretty-printed Parameters resource.
parts() {
  sed -n -e 's/^ *"name": "\(.*\)",\{0,1\}$/\1/p' \
    -e 's/^ *"value[A-Za-z]*": "\{0,1\}\(.*[^",]\)"\{0,1\},\{0,1\}$/= \1/p' |
    awk '/^= / { print name "\t" substr($0, 3); next } { name = $0; print name }'
}

echo "1. A denial goes in: POST \$submit-case"
answer=$(post '/$submit-case?_pretty=true' "$example/request.json")
id=$(printf '%s\n' "$answer" | awk '/"resourceType": "Task"/ { task = 1 }
  task && !found && /"id": / { gsub(/[",]/, ""); print $2; found = 1 }')
[ -n "$id" ] || { echo "There is no case in the answer:"; echo "$answer"; exit 1; }
echo "   the case is Task/$id"

echo
echo "2. Is it eligible? POST Task/$id/\$check-eligibility"
post "/Task/$id/\$check-eligibility?_pretty=true" "$example/question.json" | parts |
  awk -F'\t' 'NF < 2 { next } $1 == "outcome" { print "   " $2 } $1 == "rule" { rule = $2 }
    $1 == "result" && $2 != "not-applicable" { print "   " rule "  " $2 }'

echo
echo "3. Who owes what by when? POST Task/$id/\$compute-deadlines"
post "/Task/$id/\$compute-deadlines?_pretty=true" "$example/question.json" | parts |
  awk -F'\t' 'function show() {
      if (d["milestone"]) printf "   %-28s %-11s %-13s %-26s %s\n",
        d["milestone"], d["owedBy"], d["status"], d["due"] ? d["due"] : "-", d["rule"]
      split("", d)
    }
    $1 == "deadline" { show(); own = 1; next } $1 == "bound" { own = 0 }
    own && NF > 1 && !($1 in d) { d[$1] = $2 } END { show() }'

echo
echo "4. What goes to the reviewer? GET Task/$id/\$packet, as a draft"
call GET "/Task/$id/\$packet?recipient=imro&draft=true&_pretty=true" |
  awk '/imr-packet-element/ { print "   " title } /"title": / { title = $0
      sub(/^ *"title": "/, "", title); sub(/",?$/, "", title) }'

echo
echo "5. Where to look next"
echo "   $base/metadata"
echo "   $base/PlanDefinition/dmhc-imr-vchcp-2025-02-25"
echo "   curl -H 'Authorization: Bearer $token' '$base/Task?part-of=Task/$id&_sort=due'"
