# Reduces one patient bundle of Synthea to one line: the prefetch an EHR would send, with few resources, few elements and short ids. Dates stay absolute.
# Arguments: $id of the patient, $today as YYYYMMDD.
#
# Synthea's modules cannot say everything, so the display of a code of ours may end in a mark in brackets, which is taken off here:
#   Condition          [provisional] [refuted]  verificationStatus;  [text only]  no coding
#   Procedure          [order]                  is a ServiceRequest instead
#   MedicationRequest  [30 days, 3 repeats]     dispenseRequest; over when the supply is over
# The words of a report are the values of its observations.

def day: if . == null then null else .[0:10] end;
def epoch: (.[0:10] + "T00:00:00Z") | fromdate;
def days_ago: (($today | .[0:4] + "-" + .[4:6] + "-" + .[6:8]) | epoch) - epoch | . / 86400;
def marked: " \\[(?<mark>provisional|refuted|text only|order|[0-9]+ days(, [0-9]+ repeats)?)\\]$";
def bare: sub(marked; "");
def mark: (.text // "") as $text | if $text | test(marked) then $text | capture(marked).mark else "" end;
def plain: if . == null then null
    elif mark == "text only" then {text: (.text | bare)}
    else {coding: [.coding[]? | {system, code, display: (.display // "" | bare)}], text: (.text // "" | bare)} end;
def without_nulls: walk(if type == "object" then with_entries(select(.value != null)) else . end);

def when: .effectiveDateTime // .performedPeriod.start // .performedDateTime // .authoredOn // .onsetDateTime // .period.start // .recordedDate // "";
def code: (.code // .medicationCodeableConcept // {}) | (.coding[0].code // .text // "");
def newest($n): sort_by(when) | reverse | .[0:$n];
def newest_of_each_code($n): group_by(code) | map(newest($n)) | add // [] | sort_by(when);

# What findings may read, and the pain score.
def observed: ["8310-5", "29463-7", "72166-2", "44261-6", "38265-5", "38267-1", "38264-8", "73830-2", "52552-7", "72514-3"];
# Work, schooling, housing and the like fill a Synthea chart and say nothing to us.
def of_daily_life: .code.text // "" | test("\\((finding|situation)\\)$") and (test("pain|headache|fever|BMI|Body mass"; "i") | not);

[.entry[].resource] as $all
| ($all | map({key: ("urn:uuid:" + .id), value: .}) | from_entries) as $by_url
| def of($type): $all | map(select(.resourceType == $type));
  {reference: "Patient/\($id)"} as $subject
| def numbered($short): to_entries | map(.value + {id: "\($id)-\($short)-\(.key + 1)"});
  def bundle: {resourceType: "Bundle", type: "searchset"} + if length == 0 then {} else {entry: map({resource: .})} end;

  (of("Procedure") | map(select((.code | mark) == "order" and (when | days_ago) <= 365))) as $orders
| {
    patient: (of("Patient")[0] | {resourceType, id: $id, active: true, name: [{text: $id}], gender, birthDate}),
    conditions: (of("Condition") | map(select(of_daily_life | not)) | newest_of_each_code(3) | numbered("cond") | map({
        resourceType, id, clinicalStatus: {coding: [.clinicalStatus.coding[0] | {system, code}]},
        verificationStatus: {coding: [.verificationStatus.coding[0].system as $system | (.code | mark) as $mark
            | {system: $system, code: (if $mark == "provisional" or $mark == "refuted" then $mark else "confirmed" end)}]},
        category: [{coding: [.category[0].coding[0] | {system, code}]}],
        code: (.code | plain), subject: $subject, onsetDateTime: (.onsetDateTime | day), abatementDateTime: (.abatementDateTime | day),
        recordedDate: (.recordedDate | day)}) | bundle),
    observations: (of("Observation") | map(select(code as $code | observed | index($code))) | newest_of_each_code(4) | numbered("obs") | map({
        resourceType, id, status, code: (.code | plain), subject: $subject, effectiveDateTime, valueQuantity,
        valueCodeableConcept: (.valueCodeableConcept | plain)}) | bundle),
    diagnosticReports: (of("DiagnosticReport")
        | map(.words = ([.result[]? | $by_url[.reference].valueCodeableConcept // empty | select(.coding[0].system == "cohort") | .text] | join(" ")))
        | map(select(.words != "")) | numbered("report") | map({
        resourceType, id, status, code: (.code | plain), subject: $subject, effectiveDateTime, issued, conclusion: .words}) | bundle),
    procedures: (of("Procedure") | map(select((.code | mark) == "")) | (newest_of_each_code(1) | newest(8)) + map(select(.code.coding[0].system != "http://snomed.info/sct"))
        | unique_by(.id) | sort_by(when) | numbered("proc") | map({
        resourceType, id, status, code: (.code | plain), subject: $subject, performedDateTime: (when | day)}) | bundle),
    serviceRequests: ($orders | numbered("order") | map({
        resourceType: "ServiceRequest", id, status: "active", intent: "order", code: (.code | plain), subject: $subject, authoredOn: (when | day)}) | bundle),
    medicationRequests: (of("MedicationRequest")
        | map(.medicationCodeableConcept = (.medicationCodeableConcept // $by_url[.medicationReference.reference].code))
        | map(select((.medicationCodeableConcept | mark) == "" or (when | days_ago) <= 400))
        | (map(select(.status == "active")) | newest_of_each_code(2)) + (map(select(.status != "active")) | newest_of_each_code(1) | newest(5))
        | sort_by(when) | numbered("med")
        | map((.medicationCodeableConcept | mark) as $mark
            | (if $mark == "" then null else $mark | [scan("[0-9]+") | tonumber] | {days: .[0], repeats: (.[1] // 0)} end) as $supply
            | {resourceType, id, status: (if $supply and (when | days_ago) > $supply.days * (1 + $supply.repeats) then "completed" else .status end), intent,
            medicationCodeableConcept: (.medicationCodeableConcept | plain), subject: $subject, authoredOn: (.authoredOn | day),
            dosageInstruction: (if .dosageInstruction then [.dosageInstruction[] | {timing: (.timing | if .repeat then {repeat} else null end), asNeededBoolean}] else null end),
            dispenseRequest: (if $supply then {numberOfRepeatsAllowed: $supply.repeats,
                expectedSupplyDuration: {value: $supply.days, unit: "days", system: "http://unitsofmeasure.org", code: "d"}} else null end)}) | bundle)
  }
| without_nulls
