# Adds to the charts what coding habits leave in real ones and Synthea's modules do not: signs of old age without a cause, blows, cuts, flu, neck pain
# that nobody took off the list. They are there so that false alarms show. Each share is our assumption, and several times what we think is usual.
# Input: the people of one part, a line each, as reduce-person.jq leaves them. Arguments: $first (added to the number of a person, so that parts differ), $today as YYYYMMDD.
# Who gets what follows from the number of the person alone; nothing is drawn.

def today: ($today | .[0:4] + "-" + .[4:6] + "-" + .[6:8] + "T00:00:00Z") | fromdate;
def day($ago): today - $ago * 86400 | todate | .[0:10];
# A fixed number from 0 to below 1 for a person and a purpose.
def share($number; $salt): (($number * 7919 + $salt * 1049 + 12345) % 65521) as $x | (($x * $x * 31 + $x * 17) % 65521) / 65521;
def whole($number; $salt; $from; $to): $from + (share($number; $salt) * ($to - $from + 1) | floor);

# salt, share of people, youngest age, days ago from and to, what is coded together; with a fever if so marked
def habits: [
    {salt: 1, share: 0.06, from_age: 65, ago: [1, 60], codes: [["R32", "Unspecified urinary incontinence"]]},
    {salt: 2, share: 0.05, from_age: 60, ago: [1, 60], codes: [["R53.1", "Weakness"]]},
    {salt: 3, share: 0.05, from_age: 60, ago: [1, 60], codes: [["M62.81", "Muscle weakness (generalized)"]]},
    {salt: 4, share: 0.03, from_age: 18, ago: [1, 80], codes: [["W22.8XXA", "Striking against or struck by other objects, initial encounter"],
        ["S80.11XA", "Contusion of right lower leg, initial encounter"]]},
    {salt: 5, share: 0.03, from_age: 18, ago: [1, 80], codes: [["W26.0XXA", "Contact with knife, initial encounter"],
        ["S61.011A", "Laceration without foreign body of right thumb without damage to nail, initial encounter"]]},
    {salt: 6, share: 0.03, from_age: 18, ago: [0, 2], fever: true, codes: [["J11.1", "Influenza due to unidentified influenza virus with other respiratory manifestations"],
        ["R50.9", "Fever, unspecified"]]},
    {salt: 7, share: 0.06, from_age: 30, ago: [400, 4500], codes: [["M54.2", "Cervicalgia"]]},
    {salt: 8, share: 0.03, from_age: 70, ago: [1, 300], codes: [["R26.89", "Other abnormalities of gait and mobility"]]}
];

def condition($id; $short; $coded; $date): {resourceType: "Condition", id: "\($id)-\($short)",
    clinicalStatus: {coding: [{system: "http://terminology.hl7.org/CodeSystem/condition-clinical", code: "active"}]},
    verificationStatus: {coding: [{system: "http://terminology.hl7.org/CodeSystem/condition-ver-status", code: "confirmed"}]},
    code: {coding: [{system: "http://hl7.org/fhir/sid/icd-10-cm", code: $coded[0], display: $coded[1]}], text: $coded[1]},
    subject: {reference: "Patient/\($id)"}, onsetDateTime: $date, recordedDate: $date};
def temperature($id; $number; $date): {resourceType: "Observation", id: "\($id)-habit-temperature", status: "final",
    code: {coding: [{system: "http://loinc.org", code: "8310-5", display: "Body temperature"}], text: "Body temperature"},
    subject: {reference: "Patient/\($id)"}, effectiveDateTime: $date,
    valueQuantity: {value: (whole($number; 60; 380; 395) / 10), unit: "Cel", system: "http://unitsofmeasure.org", code: "Cel"}};
# Myelopathy is found by MRI (EV-52); Synthea exports the reports of five years only, a record keeps the one that a diagnosis rests on. In nine of ten: our assumption.
def report_of_diagnosis($id; $date): {resourceType: "DiagnosticReport", id: "\($id)-habit-mri", status: "final",
    code: {coding: [{system: "http://loinc.org", code: "30667-0", display: "MR Cervical spine WO contrast"}], text: "MR Cervical spine WO contrast"},
    subject: {reference: "Patient/\($id)"}, effectiveDateTime: $date, issued: $date, conclusion: "Spondylosis with cord compression C5-C6."};

def added($key; $more): if $more == [] then . else .[$key] = {resourceType: "Bundle", type: "searchset", entry: ((.[$key].entry // []) + ($more | map({resource: .})))} end;

.patient.id as $id
| (($id | .[-4:] | tonumber) + ($first | tonumber)) as $number
| (($today[0:4] | tonumber) - (.patient.birthDate[0:4] | tonumber)) as $age
| [habits[] | select($age >= .from_age and share($number; .salt) < .share)
    | .salt as $salt | whole($number; $salt + 20; .ago[0]; .ago[1]) as $ago | . + {date: day($ago)}] as $mine
| [(.conditions.entry // [])[].resource | select(any(.code.coding[]?; .code == "M47.12")) | .onsetDateTime | select(. != null and . < day(90))] as $cord
| [(.diagnosticReports.entry // [])[].resource | select(any(.code.coding[]?; .code == "30667-0" or .code == "24935-9")) | .effectiveDateTime[0:10]] as $seen
| added("conditions"; [$mine[] | .salt as $salt | .date as $date | .codes | to_entries[] | condition($id; "habit-\($salt)-\(.key + 1)"; .value; $date)])
| added("observations"; [$mine[] | select(.fever) | temperature($id; $number; .date)])
| added("diagnosticReports"; [$cord[:1][] as $date | select(all($seen[]; . < $date) and share($number; 50) < 0.9) | report_of_diagnosis($id; $date)])
