package org.cervicalcds.service.insights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cervicalcds.cohort.Cohort;
import org.cervicalcds.cohort.Cohort.Person;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.cards.Suppression;
import org.cervicalcds.testkit.MovingClock;
import tools.jackson.databind.JsonNode;

/**
 * Opens the charts of synthetic people day after day, answers their cards by a script from a fixed seed, and keeps its own books of what the
 * answers said and of which cards must stay away.
 */
final class Month {
    private static final Pattern DATE = Pattern.compile("\\b(19|20)\\d\\d-\\d\\d-\\d\\d");
    private static final List<String> TIERS = List.of("info", "warning", "critical");
    private static final int GENERAL = 25;
    private static final int CLINIC = 105;

    private final MovingClock clock;
    private final Map<String, OverrideReason> reasons = new HashMap<>();
    private final Map<String, List<Person>> people = new HashMap<>();
    private final Random random = new Random(11);
    private final Map<String, List<Settled>> settled = new HashMap<>();
    private long calls;
    private boolean isMeasured = true;

    /** Counts in the order of the columns of the page. */
    final Map<String, long[]> cards = new TreeMap<>();

    final Map<String, long[]> weeks = new TreeMap<>();
    final Map<String, long[]> groups = new TreeMap<>();
    final Map<String, Long> why = new TreeMap<>();
    long suppressed;
    long repeats;

    /** An override that keeps a card away. */
    private record Settled(String tier, Instant at, OverrideReason reason) {
        boolean holds(String laterTier, Instant now) {
            int days = laterTier.equals("critical") ? reason.criticalDays() : reason.days();
            return TIERS.indexOf(tier) >= TIERS.indexOf(laterTier) && now.isBefore(at.plus(days, ChronoUnit.DAYS));
        }
    }

    /** A card that waits for its answer. */
    private record Shown(String patient, String card, String tier, String uuid, JsonNode json) {}

    Month(MovingClock clock, Iterable<OverrideReason> reasons) {
        this.clock = clock;
        reasons.forEach(reason -> this.reasons.put(reason.code(), reason));
        Cohort.PARTS.forEach(part -> people.put(part, new ArrayList<>(Cohort.part(part))));
    }

    /** One day: charts in the morning, answers in the afternoon, all on record at its end. */
    void day(Clinic clinic) throws InterruptedException {
        List<String> keys = clinic.prefetchKeys();
        List<Shown> shown = new ArrayList<>();
        for (Person person : today()) {
            shown.addAll(view(clinic, person, keys));
            clock.move(Duration.ofSeconds(20));
        }
        clinic.awaitWritten(calls);
        clock.move(Duration.ofHours(1));
        List<String> feedback = new ArrayList<>();
        shown.forEach(card -> answer(card, feedback));
        clinic.post(Clinic.SERVICE + "/feedback", "{\"feedback\":[" + String.join(",", feedback) + "]}");
        clock.set(clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(33)));
    }

    long calls() {
        return calls;
    }

    /** Another service, with other content: what rests on what is not ours to foretell any more. */
    void moveOn() {
        calls = 0;
        isMeasured = false;
    }

    private List<Person> today() {
        List<Person> today = new ArrayList<>();
        people.forEach((part, all) -> {
            Collections.shuffle(all, random);
            today.addAll(all.subList(0, part.equals("clinic") ? CLINIC : GENERAL));
        });
        return today;
    }

    private List<Shown> view(Clinic clinic, Person person, List<String> keys) {
        String body = body(person, keys);
        JsonNode answer = clinic.post(Clinic.SERVICE, body);
        calls++;
        if (isMeasured) {
            count(person, answer);
        }
        if (random.nextInt(25) == 0) {
            // The answer got lost, and the client asks again.
            answer = clinic.post(Clinic.SERVICE, body);
            calls++;
            repeats++;
        }
        List<Shown> shown = new ArrayList<>();
        for (JsonNode card : answer.get("cards")) {
            shown.add(new Shown(
                    person.id(),
                    card.get("source").get("topic").get("code").asString(),
                    card.get("indicator").asString(),
                    card.get("uuid").asString(),
                    card));
        }
        return shown;
    }

    /** As it would look on this day: the record was made for one day, so its dates move along. */
    private String body(Person person, List<String> keys) {
        long days = ChronoUnit.DAYS.between(Cohort.NOW, clock.instant());
        String record = DATE.matcher(person.text())
                .replaceAll((MatchResult date) ->
                        LocalDate.parse(date.group()).plusDays(days).toString());
        String observations = keys.stream()
                .filter(key -> !record.contains("\"" + key + "\":{\"resourceType\":\"Bundle\"")
                        && !List.of("patient", "encounter", "imagingStudies", "medicationStatements")
                                .contains(key)
                        && !key.startsWith("medication"))
                .findFirst()
                .orElseThrow();
        StringBuilder prefetch = new StringBuilder(record.replaceFirst("\"observations\":", "\"" + observations + "\":")
                .strip());
        prefetch.setLength(prefetch.length() - 1);
        for (String key : keys) {
            if (prefetch.indexOf("\"" + key + "\":{") < 0) {
                prefetch.append(",\"").append(key).append("\":null");
            }
        }
        return "{\"hook\":\"patient-view\",\"hookInstance\":\"" + UUID.randomUUID()
                + "\",\"context\":{\"userId\":\"Practitioner/1\",\"patientId\":\"" + person.id()
                + "\"},\"extension\":{\"org.cervicalcds.explain\":true},\"prefetch\":" + prefetch + "}}";
    }

    private void count(Person person, JsonNode answer) {
        Map<String, String> sent = new HashMap<>();
        answer.get("cards")
                .forEach(card -> sent.put(
                        card.get("source").get("topic").get("code").asString(),
                        card.get("indicator").asString()));
        for (JsonNode decision :
                answer.get("extension").get("org.cervicalcds.explain").get("decisions")) {
            String card = decision.get("card").asString();
            String reason = decision.path("reason").asString("");
            String tier = decision.path("tier").asString("");
            assertThat(sent.containsKey(card))
                    .as(card)
                    .isEqualTo(decision.get("outcome").asString().equals("shown"));
            int column =
                    switch (decision.get("outcome").asString()) {
                        case "shown" -> 0;
                        case "undetermined" -> 6;
                        default -> Suppression.isReason(reason) ? 4 : 7;
                    };
            // What was shown within its days already stays away by itself.
            if (column == 0 || reason.startsWith("rule:snooze:")) {
                mustStayAway(person.id(), card, tier, column == 4);
            }
            add(card, tier, clock.instant(), column, 1);
            if (column == 4 || column == 6) {
                why.merge((column == 4 ? "suppressed-" : "undetermined-") + card + "-" + reason, 1L, Long::sum);
            }
            suppressed += column == 4 ? 1 : 0;
        }
    }

    private void mustStayAway(String patient, String card, String tier, boolean isAway) {
        boolean must = settled.getOrDefault(patient + " " + card, List.of()).stream()
                .anyMatch(override -> override.holds(tier, clock.instant()));
        assertThat(isAway)
                .as("%s %s %s at %s", patient, card, tier, clock.instant())
                .isEqualTo(must);
    }

    private void add(String card, String tier, Instant at, int column, long count) {
        String week = at.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .toString();
        cards.computeIfAbsent(card, k -> new long[8])[column] += count;
        weeks.computeIfAbsent(week, k -> new long[8])[column] += count;
        groups.computeIfAbsent(card + "|" + tier + "|anonymous", k -> new long[8])[column] += count;
    }

    private void answer(Shown shown, List<String> feedback) {
        int dice = random.nextInt(10);
        JsonNode suggestions = shown.json().path("suggestions");
        if (dice < 3 && !suggestions.isEmpty()) {
            feedback.add(
                    "{\"card\":\"" + shown.uuid() + "\",\"outcome\":\"accepted\",\"acceptedSuggestions\":[{\"id\":\""
                            + suggestions.get(0).get("uuid").asString() + "\"}]}");
            add(shown.card(), shown.tier(), clock.instant(), 1, 1);
        } else if (dice < 7) {
            // Only reasons that hold for days, whatever the card rests on.
            List<JsonNode> offered = new ArrayList<>();
            for (JsonNode one : shown.json().path("overrideReasons")) {
                OverrideReason known = reasons.get(one.get("code").asString());
                if (known == null || (!known.encounter() && known.unless().isEmpty())) {
                    offered.add(one);
                }
            }
            JsonNode reason = offered.isEmpty() ? null : offered.get(random.nextInt(offered.size()));
            String code = reason == null ? "" : reason.get("code").asString();
            feedback.add("{\"card\":\"" + shown.uuid() + "\",\"outcome\":\"overridden\""
                    + (reason == null ? "}" : ",\"overrideReason\":{\"reason\":" + reason + "}}"));
            add(shown.card(), shown.tier(), clock.instant(), 2, 1);
            why.merge("overridden-" + shown.card() + "-" + code, 1L, Long::sum);
            OverrideReason known = reasons.get(code);
            if (known != null && known.settled()) {
                settled.computeIfAbsent(shown.patient() + " " + shown.card(), k -> new ArrayList<>())
                        .add(new Settled(shown.tier(), clock.instant(), known));
            }
        }
    }

    /** As the page shows them: what was not answered follows from the rest. */
    static Map<String, List<Long>> rows(Map<String, long[]> counts) {
        Map<String, List<Long>> rows = new TreeMap<>();
        counts.forEach((key, row) -> {
            long[] all = row.clone();
            all[3] = all[0] - all[1] - all[2];
            rows.put(key, Arrays.stream(all).boxed().toList());
        });
        return rows;
    }
}
