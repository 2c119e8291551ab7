package org.cervicalcds.service.cdshooks.telemetry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.engine.cards.CardStatus;
import org.cervicalcds.engine.cards.Decision;
import org.cervicalcds.engine.cards.Indicator;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.ChartGaps;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.service.cdshooks.wire.AnswerWriter;
import org.cervicalcds.service.cdshooks.wire.HookRequest;
import org.cervicalcds.service.cdshooks.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each hook call: what was shown and why the rest was not, and how long it took; no patient data, no ids of patients. */
public final class DecisionLog {
    public static final String NAME = "org.cervicalcds.decisions";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    private DecisionLog() {}

    /**
     * A call that was answered (CDSH-SEC-19).
     *
     * @param client issuer of the client that called
     * @param status of the answer
     * @param decided what {@link #line} or {@link #lacks} makes of it
     */
    public static void answered(
            Stopwatch times, String client, String service, HookRequest request, int status, String decided) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        StringBuilder line = start(times.requestId(), service, status);
        line.append(" hook=").append(request.hook()).append(" instance=").append(LogText.id(request.hookInstance()));
        line.append(" client=").append(LogText.clean(client)).append(" user=").append(request.userForTheRecord());
        line.append(decided);
        gaps(line, request.chart().gaps());
        times.appendTo(line);
        LOG.info("{}", line);
    }

    /** The part of a line that tells what an answer needs and could not be had. */
    public static String lacks(Need need, Cause cause) {
        return " lacks=" + need.key() + ":" + cause.code();
    }

    /** What came and does not count. */
    private static void gaps(StringBuilder line, ChartGaps gaps) {
        if (gaps.equals(ChartGaps.NONE)) {
            return;
        }
        if (gaps.ofOthers() > 0) {
            line.append(" of-other-patients=").append(gaps.ofOthers());
        }
        if (gaps.modified() > 0) {
            line.append(" with-unknown-modifier=").append(gaps.modified());
        }
        if (gaps.notJudged() > 0) {
            line.append(" entries-not-judged=").append(gaps.notJudged());
        }
        if (gaps.longTexts() > 0) {
            line.append(" texts-not-read-to-the-end=").append(gaps.longTexts());
        }
        if (gaps.everyDraftSelected()) {
            line.append(" selections-name-no-draft");
        }
        if (gaps.noDraftOrders()) {
            line.append(" no-draft-orders");
        }
        String separator = " unknown-code-systems=[";
        for (Map.Entry<String, Integer> system : gaps.unknownSystems().entrySet()) {
            line.append(separator)
                    .append(UnknownSystems.label(system.getKey()))
                    .append(':')
                    .append(system.getValue());
            separator = ",";
        }
        line.append(separator.equals(",") ? "]" : "");
    }

    /**
     * The part of a line that tells what was decided.
     *
     * @param sent the cards that went out
     */
    public static String line(List<Decision> decisions, List<AnswerWriter.Sent> sent) {
        StringBuilder line = new StringBuilder(256);
        shown(line, decisions);
        line.append(" uuids=").append(sent.stream().map(AnswerWriter.Sent::uuid).toList());
        keptBack(line, decisions);
        counted(line, " silent=", Decision.Outcome.SILENT, decisions);
        counted(line, " undetermined=", Decision.Outcome.UNDETERMINED, decisions);
        return line.toString();
    }

    /**
     * A call that came to no decision.
     *
     * @param service id of one of our services; else a hyphen
     */
    public static void refused(String requestId, String service, int status) {
        LOG.info("{}", start(requestId, service, status));
    }

    private static StringBuilder start(String requestId, String service, int status) {
        return new StringBuilder(512)
                .append("id=")
                .append(requestId)
                .append(" service=")
                .append(service)
                .append(" status=")
                .append(status);
    }

    private static void shown(StringBuilder line, List<Decision> decisions) {
        line.append(" shown=[");
        String separator = "";
        for (Decision decision : decisions) {
            if (decision.outcome() == Decision.Outcome.SHOWN) {
                Indicator tier = decision.tier();
                line.append(separator).append(decision.card()).append(':').append(tier == null ? "-" : tier.code());
                separator = ",";
            }
        }
        line.append(']');
    }

    /** What would have been shown if the card were on and signed; so a site learns how often a silent card speaks. */
    private static void keptBack(StringBuilder line, List<Decision> decisions) {
        String separator = " kept-back=[";
        for (Decision decision : decisions) {
            Indicator tier = decision.tier();
            if (tier != null && CardStatus.isReason(decision.reason())) {
                line.append(separator).append(decision.card()).append(':').append(tier.code());
                separator = ",";
            }
        }
        line.append(separator.equals(",") ? "]" : "");
    }

    private static void counted(StringBuilder line, String label, Decision.Outcome outcome, List<Decision> decisions) {
        Map<String, Integer> reasons = new TreeMap<>();
        int count = 0;
        for (Decision decision : decisions) {
            if (decision.outcome() == outcome) {
                count++;
                reasons.merge(decision.reason(), 1, Integer::sum);
            }
        }
        line.append(label).append(count);
        if (count > 0) {
            line.append(reasons);
        }
    }
}
