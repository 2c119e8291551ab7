package org.cervicalcds.service.cdshooks.discovery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.terminology.CodeSystem;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.service.cdshooks.wire.Ids;
import org.cervicalcds.service.trust.clients.Output;
import org.jspecify.annotations.Nullable;

/** The query behind each need, as published and as asked: only reads and searches of the restricted subset (CDSH-PFT-1 to 8). */
public final class PrefetchTemplates {
    /** Clients send templates as GET (CDSH-PFT-8). */
    public static final int LONGEST = 1500;

    private static final String PATIENT_ID = "{{context.patientId}}";
    private static final String ENCOUNTER_ID = "{{context.encounterId}}";
    private static final String PERFORMER = "{{context.performer}}";
    private static final String LOINC = "http://loinc.org";
    private static final Map<Need, String> STATUSES = Map.of(
            Need.SERVICE_REQUESTS, "active",
            Need.MEDICATION_REQUESTS, "active,completed",
            Need.MEDICATION_STATEMENTS, "active,completed",
            Need.MEDICATION_DISPENSES, "completed,in-progress");

    /** A day more, for what is today where the client is. */
    private static final int SPARE_DAYS = 2;

    private final Terminology terminology;

    public PrefetchTemplates(Terminology terminology) {
        this.terminology = terminology;
    }

    /** The template of a need as discovery publishes it to a client that knows more than 2.0.1 (CDSH-PFT-6, CDSH-PFT-9). */
    public String of(Need need, Output output, Optional<Duration> lookBack) {
        String suffix = "";
        if (output.dateTokens() && need.codes() != null && lookBack.isPresent()) {
            suffix = "&date=ge{{today() - " + (lookBack.get().toDays() + SPARE_DAYS) + " days}}";
        }
        if (output.maxResults() > 0 && isSearch(need)) {
            suffix += "&_maxresults=" + output.maxResults();
        }
        return of(need, suffix.length()) + suffix;
    }

    private static boolean isSearch(Need need) {
        return !need.equals(Need.PATIENT) && !need.equals(Need.ENCOUNTER) && !need.equals(Need.PERFORMER);
    }

    /** The template of a need as discovery publishes it. */
    public String of(Need need) {
        return of(need, 0);
    }

    /** @param more characters that will follow */
    private String of(Need need, int more) {
        if (need.equals(Need.PATIENT)) {
            return "Patient/" + PATIENT_ID;
        }
        if (need.equals(Need.ENCOUNTER)) {
            return "Encounter/" + ENCOUNTER_ID;
        }
        if (need.equals(Need.PERFORMER)) {
            return PERFORMER;
        }
        String search = need.resourceType() + "?patient=" + PATIENT_ID;
        String status = STATUSES.get(need);
        return need.codes() != null
                ? withCodes(search + "&code=", need, more)
                : status == null ? search : search + "&status=" + status;
    }

    /** LOINC first, and no more codes than fit; what does not fit is looked for in what comes. */
    private String withCodes(String search, Need need, int more) {
        StringJoiner codes = new StringJoiner(",");
        for (String token : tokens(need)) {
            if (search.length() + codes.length() + token.length() + more + 1 >= LONGEST) {
                break;
            }
            codes.add(token);
        }
        return search + codes;
    }

    /** How many codes of a need do not fit into its template of {@value #LONGEST} characters: what comes for it is not all there is. */
    int leftOut(Need need) {
        String template = of(need);
        return (int) tokens(need).stream()
                .filter(token -> !hasToken(template, token))
                .count();
    }

    private static boolean hasToken(String template, String token) {
        return ("," + template.substring(template.indexOf("&code=") + "&code=".length()) + ",")
                .contains("," + token + ",");
    }

    private List<String> tokens(Need need) {
        List<String> tokens = new ArrayList<>();
        if (need.codes() != null) {
            terminology.codesOf(need.codes()).entrySet().stream()
                    .filter(e -> e.getKey().matching() == CodeSystem.Matching.EXACT)
                    .sorted(Comparator.comparing(e -> !e.getKey().uri().equals(LOINC)))
                    .forEach(e ->
                            e.getValue().forEach(code -> tokens.add(e.getKey().uri() + "|" + code)));
        }
        return tokens;
    }

    /** A template made ready to be filled: whatever a URL does not take is escaped. */
    public static String escaped(String template) {
        StringBuilder escaped = new StringBuilder(template.length() + 16);
        for (byte b : template.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || "-._~/?&=,:{}".indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append('%').append(String.format("%02X", (int) c));
            }
        }
        return escaped.toString();
    }

    /** Fills an escaped template; empty where an id is missing or must not stand in a URL (CDSH-PFT-5, CDSH-REQ-16). */
    public static Optional<String> filled(String escaped, String patientId, @Nullable String encounterId) {
        boolean ofEncounter = escaped.contains(ENCOUNTER_ID);
        String id = ofEncounter ? encounterId : patientId;
        return id == null || !Ids.isSafe(id)
                ? Optional.empty()
                : Optional.of(escaped.replace(ofEncounter ? ENCOUNTER_ID : PATIENT_ID, id));
    }
}
