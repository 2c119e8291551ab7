package org.cervicalcds.cohort;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A second, simple-minded reading of the conditions of a person, to hold against the findings. */
final class RecentRecord {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SPONDYLITIS = Pattern.compile("M45(\\.[0-9])?|9631008");
    private static final Pattern INJURY =
            Pattern.compile("W[01].*A|V.*A|S0.*A|S13.*A|217082002|40104005|39848009|110030002|S16\\.1XXA");
    private static final Pattern NECK_PAIN = Pattern.compile("M54\\.2|81680005|161882006|M62\\.838|S16\\.1XXA|M43\\.6");
    private static final Pattern PALLIATIVE = Pattern.compile("Z51\\.5|170935008|441874000");

    private final JsonNode conditions;
    private final JsonNode reports;

    RecentRecord(String text) {
        JsonNode record = JSON.readTree(text);
        this.conditions = record.path("conditions").path("entry");
        this.reports = record.path("diagnosticReports").path("entry");
    }

    /** A report of these months says that the neck is not broken; then information is enough. */
    boolean isClearedByReport() {
        LocalDate from = LocalDate.ofInstant(Cohort.NOW, ZoneOffset.UTC).minusDays(89);
        for (JsonNode entry : reports) {
            JsonNode report = entry.path("resource");
            String day = report.path("effectiveDateTime").asString("1900-01-01").substring(0, 10);
            if (!LocalDate.parse(day).isBefore(from)
                    && report.path("conclusion").asString("").startsWith("No acute fracture of the cervical spine")) {
                return true;
            }
        }
        return false;
    }

    boolean hasConfirmedSpondylitis() {
        return any(SPONDYLITIS, false, false);
    }

    boolean hasInjury() {
        return any(INJURY, true, false);
    }

    boolean hasNeckPain() {
        return any(NECK_PAIN, true, true);
    }

    boolean isPalliative() {
        return any(PALLIATIVE, false, false);
    }

    private boolean any(Pattern codes, boolean recent, boolean active) {
        LocalDate from = LocalDate.ofInstant(Cohort.NOW, ZoneOffset.UTC).minusDays(89);
        for (JsonNode entry : conditions) {
            JsonNode condition = entry.path("resource");
            String code = condition.at("/code/coding/0/code").asString("");
            boolean confirmed = condition
                    .at("/verificationStatus/coding/0/code")
                    .asString("")
                    .equals("confirmed");
            boolean current =
                    condition.at("/clinicalStatus/coding/0/code").asString("").equals("active");
            boolean late = !LocalDate.parse(condition.path("onsetDateTime").asString("1900-01-01"))
                    .isBefore(from);
            if (codes.matcher(code).matches() && confirmed && (current || !active) && (late || !recent)) {
                return true;
            }
        }
        return false;
    }
}
