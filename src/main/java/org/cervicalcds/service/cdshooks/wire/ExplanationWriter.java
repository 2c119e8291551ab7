package org.cervicalcds.service.cdshooks.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cervicalcds.engine.cards.Answer;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.cards.Explanation;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.ChartGaps;
import org.cervicalcds.engine.chart.ChartScope;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.EventDate;
import org.cervicalcds.engine.findings.Finding;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes why each card was shown or not, as the value of the extension {@value RequestReader#EXPLAIN} (CDSH-EXT-1, CDSH-EXT-2). */
final class ExplanationWriter {
    private final JsonGenerator out;
    private final ChartScope scope;

    ExplanationWriter(JsonGenerator out, ChartScope scope) {
        this.out = out;
        this.scope = scope;
    }

    /** Writes the member {@code extension} of the answer. */
    void write(Answer answer, @Nullable Chart chart, Map<String, Long> micros) {
        out.writeObjectPropertyStart("extension");
        out.writeName(RequestReader.EXPLAIN);
        writeValue(answer, chart, micros);
        out.writeEndObject();
    }

    /** Writes the explanation alone, as an object. */
    void writeValue(Answer answer, @Nullable Chart chart, Map<String, Long> micros) {
        out.writeStartObject();
        out.writeArrayPropertyStart("decisions");
        for (Decision decision : answer.decisions()) {
            for (Explanation explanation : answer.explanations()) {
                if (explanation.card().equals(decision.card())) {
                    decision(decision, explanation, answer.cards());
                }
            }
        }
        out.writeEndArray();
        if (chart != null) {
            record(chart);
        }
        out.writeObjectPropertyStart("timings");
        micros.forEach((part, time) -> out.writeNumberProperty(part + "Micros", time));
        out.writeEndObject();
        out.writeEndObject();
    }

    /** What of the record did not come, or came and does not count. */
    private void record(Chart chart) {
        ChartGaps gaps = chart.gaps();
        out.writeObjectPropertyStart("record");
        out.writeObjectPropertyStart("notKnown");
        chart.incomplete().forEach((key, how) -> {
            out.writeObjectPropertyStart(key);
            out.writeStringProperty("cause", how.cause().code());
            if (how.isCounted()) {
                out.writeNumberProperty("came", how.came());
                out.writeNumberProperty("total", how.total());
            }
            out.writeEndObject();
        });
        if (gaps.noDraftOrders()) {
            out.writeObjectPropertyStart("draftOrders");
            out.writeStringProperty("cause", "no-draft-orders");
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeNumberProperty("ofOtherPatients", gaps.ofOthers());
        out.writeNumberProperty("withUnknownModifier", gaps.modified());
        out.writeArrayPropertyStart("leftOut");
        gaps.leftOut().forEach(resource -> {
            out.writeStartObject();
            out.writeStringProperty("reference", resource.reference());
            out.writeStringProperty("reason", resource.reason().code());
            out.writeEndObject();
        });
        out.writeEndArray();
        out.writeObjectPropertyStart("unknownCodeSystems");
        gaps.unknownSystems()
                .forEach((system, entries) -> out.writeNumberProperty(system.isEmpty() ? "none" : system, entries));
        out.writeEndObject();
        out.writeNumberProperty("entriesNotJudged", gaps.notJudged());
        out.writeNumberProperty("textsNotReadToTheEnd", gaps.longTexts());
        out.writeBooleanProperty("outOfTime", chart.isOutOfTime());
        out.writeBooleanProperty("everyDraftSelected", gaps.everyDraftSelected());
        out.writeEndObject();
    }

    private void decision(Decision decision, Explanation explanation, List<Card> cards) {
        out.writeStartObject();
        out.writeStringProperty("card", decision.card());
        out.writeStringProperty("outcome", decision.outcome().name().toLowerCase(Locale.ROOT));
        if (decision.tier() != null) {
            out.writeStringProperty("tier", decision.tier().code());
        }
        if (!decision.reason().isEmpty()) {
            out.writeStringProperty("reason", decision.reason());
        }
        if (explanation.until() != null) {
            out.writeStringProperty("until", explanation.until().toString());
        }
        out.writeArrayPropertyStart("tiers");
        explanation.tiers().forEach(this::tier);
        out.writeEndArray();
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (Explanation.TierTried tier : explanation.tiers()) {
            tier.when().forEach(finding -> findings.putIfAbsent(finding.name(), finding));
            tier.unless().forEach(finding -> findings.putIfAbsent(finding.name(), finding));
        }
        out.writeArrayPropertyStart("findings");
        findings.values().forEach(this::finding);
        out.writeEndArray();
        cards.stream()
                .filter(card -> card.id().equals(decision.card()))
                .findFirst()
                .ifPresent(this::overrides);
        out.writeEndObject();
    }

    /** What an override for each reason does to the card: nothing, or it stays away for days or until the encounter ends. */
    private void overrides(Card card) {
        if (card.overrideReasons().isEmpty()) {
            return;
        }
        out.writeArrayPropertyStart("overrides");
        for (OverrideReason reason : card.overrideReasons()) {
            int days = card.candidate().unsettledBy().contains(reason.code()) ? 0 : reason.daysFor(card.indicator());
            out.writeStartObject();
            out.writeStringProperty("code", reason.code());
            if (days > 0 && reason.encounter() && scope.encounterId() != null) {
                out.writeBooleanProperty("encounter", true);
            } else {
                out.writeNumberProperty("days", days);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void tier(Explanation.TierTried tier) {
        out.writeStartObject();
        out.writeStringProperty("indicator", tier.indicator().code());
        out.writeBooleanProperty("matches", tier.matches());
        if (tier.showing() != CardStatus.ON) {
            out.writeStringProperty("status", tier.showing().code());
        }
        names("hooks", tier.hooks());
        names("when", tier.when().stream().map(Finding::name).toList());
        names("unless", tier.unless().stream().map(Finding::name).toList());
        out.writeEndObject();
    }

    private void names(String member, List<String> names) {
        if (!names.isEmpty()) {
            out.writeArrayPropertyStart(member);
            names.forEach(out::writeString);
            out.writeEndArray();
        }
    }

    private void finding(Finding finding) {
        out.writeStartObject();
        out.writeStringProperty("name", finding.name());
        if (finding instanceof Finding.Unknown unknown) {
            out.writeStringProperty("state", "unknown");
            out.writeStringProperty("reason", unknown.reason());
        } else {
            out.writeStringProperty("state", finding.isPresent() ? "present" : "absent");
        }
        if (!finding.evidence().isEmpty()) {
            out.writeArrayPropertyStart("evidence");
            finding.evidence().forEach(this::evidence);
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void evidence(Entry entry) {
        out.writeStartObject();
        out.writeStringProperty("reference", entry.reference());
        EventDate event = entry.event();
        if (event != null) {
            out.writeStringProperty("date", event.date().shown(scope.zone()));
        }
        String label = entry.code().label();
        if (!label.isBlank()) {
            out.writeStringProperty("text", label);
        }
        out.writeEndObject();
    }
}
