#!/usr/bin/env bash
# Makes the primary care notes of the examples with Synthea (Apache 2.0, https://synthea.mitre.org) and
# puts them into their requests. Needs a JDK 17 and Maven. The same seeds give the same notes.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=3.3.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.openimr.examples</groupId>
  <artifactId>notes</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.mitre.synthea</groupId>
      <artifactId>synthea</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
POM
mvn -q -f "$work/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/synthea"
mvn -q test-compile dependency:build-classpath -Dmdep.outputFile="$work/openimr"

while read -r example seed gender age until; do
  echo "$example"
  java -Xmx2g -cp "$(cat "$work/synthea")" App -p 1 -s "$seed" -cs "$seed" -g "$gender" -a "$age-$age" \
    -r "${until//-/}" -e "${until//-/}" --exporter.baseDirectory="$work/$example" \
    --exporter.clinical_note.export=true --exporter.fhir.export=false \
    --exporter.hospital.fhir.export=false --exporter.practitioner.fhir.export=false \
    --exporter.years_of_history=3 California Oxnard >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }
  java -cp "target/test-classes:$(cat "$work/openimr")" org.openimr.PrimaryCareNotes \
    "$work/$example/notes" "examples/$example/request.json"
done <<'STORIES'
bariatric-surgery 11 F 46 2026-02-14
proton-therapy 12 M 57 2026-02-27
power-wheelchair 13 F 67 2026-02-27
home-infusion 14 M 31 2026-05-29
residential-mental-health 32 M 34 2026-05-08
second-opinion-out-of-network 16 F 50 2026-02-27
out-of-plan-emergency 17 F 38 2025-08-10
autism-therapy-hours 18 M 6 2026-05-22
STORIES
