# Reduces one patient bundle of Synthea to what a chart of the sandbox needs, one entry a line: few resources, few elements, short ids, and dates
# as distances from the day on which Synthea ended. Arguments: $id of the patient, $today as YYYYMMDD.

def seconds: if length == 10 then . + "T00:00:00Z" else .[0:19] + "Z" end | fromdate;
def days_ago: (($today | .[0:4] + "-" + .[4:6] + "-" + .[6:8]) | seconds) - seconds | . / 86400 | ceil | if . > 0 then . else 0 end;
def day: if . == null then null else "${today-\(days_ago)d}" end;
def moment: if . == null then null else "${now-\(days_ago)d}" end;
def span: if . == null then null else {start: (.start | day), end: (.end | day)} end;

def plain: if . == null then null else {coding: [.coding[]? | {system, code, display}], text} end;
def plains: if . == null then null else map(plain) end;
def without_nulls: walk(if type == "object" then with_entries(select(.value != null)) else . end);

def when: .effectiveDateTime // .performedPeriod.start // .performedDateTime // .authoredOn // .onsetDateTime // .started // .period.start
    // .occurrenceDateTime // .recordedDate // "";
def code: (.code // .medicationCodeableConcept // .vaccineCode // .procedureCode[0] // {}) | (.coding[0].code // .text // "");
def newest($n): sort_by(when) | reverse | .[0:$n];
def newest_of_each_code($n): group_by(code) | map(sort_by(when) | .[-1]) | newest($n);

def observed: ["85354-9", "8867-4", "9279-1", "29463-7", "8302-2", "72514-3", "8310-5", "72166-2", "4548-4", "44261-6", "59460-6", "38265-5", "2093-3",
    "718-7"];
# Work, schooling, housing and the like fill a Synthea chart and say nothing to us.
def of_daily_life: .code.text // "" | test("\\((finding|situation)\\)$") and (test("pain|headache|BMI|Body mass"; "i") | not);

[.entry[].resource] as $all
| ($all | map({key: ("urn:uuid:" + .id), value: .}) | from_entries) as $by_url
| def of($type): $all | map(select(.resourceType == $type));

  (of("Condition") | map(select(of_daily_life | not)) | newest_of_each_code(14)) as $conditions
| (of("Encounter") | newest(3)) as $encounters
| [ (of("Patient")[0] | {resourceType, id: $id}),
    ($encounters[]), ($conditions[]),
    (of("Observation") | map(select(code as $code | observed | index($code))) | group_by(code) | map(newest(2)) | add // [] | .[]),
    (of("Procedure") | newest_of_each_code(6) | .[]),
    (of("DiagnosticReport") | newest_of_each_code(2) | .[]),
    (of("ImagingStudy") | newest(2) | .[]),
    (of("MedicationRequest") | map(.medicationCodeableConcept = (.medicationCodeableConcept // $by_url[.medicationReference.reference].code))
        | (map(select(.status == "active")) | newest_of_each_code(10)), (map(select(.status != "active")) | newest_of_each_code(4)) | .[]),
    (of("Immunization") | newest(2) | .[]),
    (of("AllergyIntolerance") | .[])
  ] as $kept
| {Encounter: "enc", Condition: "cond", Observation: "obs", Procedure: "proc", DiagnosticReport: "report", ImagingStudy: "img", MedicationRequest: "med",
    Immunization: "imm", AllergyIntolerance: "allergy"} as $short
| (reduce $kept[1:][] as $resource ({count: {}, id: {}};
    .count[$resource.resourceType] += 1
    | .id["urn:uuid:" + $resource.id] =
        "\($resource.resourceType)/\($id)-\($short[$resource.resourceType])-\(.count[$resource.resourceType])")
  | .id) as $new
| def renamed: if . == null or $new[.reference] == null then null else {reference: $new[.reference]} end;
  def common: {resourceType, id: ($new["urn:uuid:" + .id] | split("/")[1]), status};
  {reference: "Patient/\($id)"} as $subject

| (of("Patient")[0] | {resourceType, id: $id,
    meta: {tag: [{system: "https://cervicalcds.org/fhir/CodeSystem/sandbox", code: "bystander"}]},
    text: {status: "generated", div: "<div xmlns=\"http://www.w3.org/1999/xhtml\">A bystander: an ordinary chart made by Synthea.</div>"},
    identifier: [{system: "https://github.com/synthetichealth/synthea", value: .id}], active: true,
    name: [.name[0] | {use, family, given}], gender, birthDate: (.birthDate | day)}),
  ($kept[1:][]
    | if .resourceType == "Encounter" then
        common + {class, type: (.type | plains), subject: $subject, period: (.period | span)}
      elif .resourceType == "Condition" then
        common + {clinicalStatus, verificationStatus, category: (.category | plains), code: (.code | plain), subject: $subject,
          encounter: (.encounter | renamed), onsetDateTime: (.onsetDateTime | day), abatementDateTime: (.abatementDateTime | day),
          recordedDate: (.recordedDate | day)} | del(.status)
      elif .resourceType == "Observation" then
        common + {category: (.category | plains), code: (.code | plain), subject: $subject, encounter: (.encounter | renamed),
          effectiveDateTime: (.effectiveDateTime | day), valueQuantity, valueCodeableConcept: (.valueCodeableConcept | plain),
          component: (if .component then [.component[] | {code: (.code | plain), valueQuantity}] else null end)}
      elif .resourceType == "Procedure" then
        common + {code: (.code | plain), subject: $subject, performedPeriod: (.performedPeriod | span)}
      elif .resourceType == "DiagnosticReport" then
        common + {category: (.category | plains), code: (.code | plain), subject: $subject, effectiveDateTime: (.effectiveDateTime | day),
          issued: (.issued | moment)}
      elif .resourceType == "ImagingStudy" then
        common + {subject: $subject, started: (.started | day), procedureCode: (.procedureCode | plains)}
      elif .resourceType == "MedicationRequest" then
        common + {intent, medicationCodeableConcept: (.medicationCodeableConcept | plain), subject: $subject, authoredOn: (.authoredOn | day),
          dosageInstruction: (if .dosageInstruction then [.dosageInstruction[] | {text, timing: (.timing | if .repeat then {repeat} else null end), asNeededBoolean}]
            else null end)}
      elif .resourceType == "Immunization" then
        common + {vaccineCode: (.vaccineCode | plain), patient: $subject, occurrenceDateTime: (.occurrenceDateTime | day)}
      else
        common + {clinicalStatus, verificationStatus, category, code: (.code | plain), patient: $subject, recordedDate: (.recordedDate | day)} | del(.status)
      end)
| {resource: without_nulls}
