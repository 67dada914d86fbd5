#!/usr/bin/env bash
# Gets an access token for a registered client with nothing but openssl and curl (SMART Backend Services).
#   examples/clients/token.sh BASE CLIENT KID PRIVATE-KEY.pem [SCOPES]
# BASE is the address of the FHIR interface, such as http://localhost:8080/fhir; the key is an RSA key.
set -euo pipefail
base=$1 client=$2 kid=$3 key=$4 scopes=${5:-}

encoded() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

endpoint=$(curl -fsS "$base/.well-known/smart-configuration" | sed 's/.*"token_endpoint":"\([^"]*\)".*/\1/')
header=$(printf '{"alg":"RS384","typ":"JWT","kid":"%s"}' "$kid" | encoded)
claims=$(printf '{"iss":"%s","sub":"%s","aud":"%s","jti":"%s","exp":%d}' \
  "$client" "$client" "$endpoint" "$(openssl rand -hex 16)" "$(($(date +%s) + 240))" | encoded)
signature=$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha384 -sign "$key" -binary | encoded)

form=(--data-urlencode 'grant_type=client_credentials'
  --data-urlencode 'client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  --data-urlencode "client_assertion=$header.$claims.$signature")
[ -z "$scopes" ] || form+=(--data-urlencode "scope=$scopes")
answer=$(curl -sS "${form[@]}" "$endpoint")
case $answer in
  *'"access_token"'*) printf '%s\n' "$answer" | sed 's/.*"access_token":"\([^"]*\)".*/\1/' ;;
  *) printf '%s\n' "$answer" >&2 && exit 1 ;;
esac
