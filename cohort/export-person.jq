# Turns one person of the cohort (one line of src/test/resources/cohort/clinic.ndjson.gz) into the resources of a FHIR Bulk Data export, one a line.
# What the cohort lacks is added by rule, the same for everybody: a visit on each day on which something was written down in the last two years
# (a second one 20 days after every third), times of the day, departments, and a Medication resource in place of the code in every fourth prescription.
# Names of departments and places are invented; classes of encounters are codes of HL7 v3 ActCode.

def day: .[0:10];
def later($days): ((. + "T00:00:00Z" | fromdate) + $days * 86400) | todate | day;

.patient.id as $id
| [.conditions, .observations, .diagnosticReports, .procedures, .serviceRequests, .medicationRequests | .entry[]?.resource] as $all
| ([$all[] | (.recordedDate // .authoredOn // .issued // "") | day | select(. >= "2023-06-15")] | unique) as $days
| ($days | to_entries | map({day: .value, n: .key, follows: false}, if .key % 3 == 0 then {day: (.value | later(20)), n: .key, follows: true} else empty end)) as $visits
| def visit($n; $follows): "\($id)-visit-\($n)" + if $follows then "-b" else "" end;
  def visit_on($day): [$visits[] | select(.day == $day and (.follows | not))][0] | if . then {reference: "Encounter/\(visit(.n; false))"} else null end;
  def timed($time): if . == null then null else (day + "T" + $time + "Z") end;
  def without_nulls: with_entries(select(.value != null));

  .patient,
  ($visits[] | (.n % 5) as $kind | {
      resourceType: "Encounter", id: visit(.n; .follows), status: "finished",
      class: {system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: (if $kind == 2 then "EMER" else "AMB" end)},
      subject: {reference: "Patient/\($id)"},
      period: {start: "\(.day)T09:00:00Z", end: "\(.day)T10:30:00Z"},
      serviceType: (if $kind == 0 then {text: "Rheumatology"} elif $kind == 1 then {text: "General practice"} elif $kind == 3 then {text: "Physical therapy"} else null end),
      location: (if $kind == 2 then [{location: {display: "Emergency department"}}] else null end),
      serviceProvider: {reference: "Organization/1", display: "Riverside Hospital"}} | without_nulls),
  ($all | to_entries[] | .key as $n | .value | (.recordedDate // .authoredOn // "" | day) as $day
      | if .resourceType == "Condition" then . + {recordedDate: (.recordedDate | timed("09:10:00")), encounter: visit_on($day)}
        elif .resourceType == "ServiceRequest" or .resourceType == "MedicationRequest" then . + {authoredOn: (.authoredOn | timed("09:40:00")), encounter: visit_on($day)}
        else . end
      | if .resourceType == "MedicationRequest" and $n % 4 == 0 and .medicationCodeableConcept.coding[0].code
        then .medicationReference = {reference: "Medication/m\(.medicationCodeableConcept.coding[0].code)"} | .was = .medicationCodeableConcept | del(.medicationCodeableConcept)
        else . end
      | (if .was then {resourceType: "Medication", id: "m\(.was.coding[0].code)", code: .was} else empty end),
        (del(.was) | without_nulls))
