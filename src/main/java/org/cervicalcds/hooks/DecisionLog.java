package org.cervicalcds.hooks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cervicalcds.cards.Decision;
import org.cervicalcds.cards.Indicator;
import org.cervicalcds.cards.Showing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each hook call: what was shown and why the rest was not, and how long it took; no patient data, no ids of patients. */
final class DecisionLog {
    static final String NAME = "org.cervicalcds.decisions";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    private DecisionLog() {}

    /**
     * A call that was answered (CDSH-SEC-19).
     *
     * @param client issuer of the client that called
     * @param decided what {@link #line} makes of it
     */
    static void answered(Stopwatch times, String client, String service, HookRequest request, String decided) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        StringBuilder line = start(times.requestId(), service, 200);
        line.append(" hook=").append(request.hook()).append(" instance=").append(LogText.clean(request.hookInstance()));
        line.append(" client=").append(LogText.clean(client)).append(" user=").append(request.userForTheRecord());
        line.append(decided);
        if (request.chart().entriesOfOthers() > 0) {
            line.append(" of-other-patients=").append(request.chart().entriesOfOthers());
        }
        times.appendTo(line);
        LOG.info("{}", line);
    }

    /**
     * The part of a line that tells what was decided.
     *
     * @param sent the cards that went out
     */
    static String line(List<Decision> decisions, List<AnswerWriter.Sent> sent) {
        StringBuilder line = new StringBuilder(256);
        shown(line, decisions);
        line.append(" uuids=").append(sent.stream().map(AnswerWriter.Sent::uuid).toList());
        keptBack(line, decisions);
        counted(line, " silent=", Decision.Outcome.SILENT, decisions);
        counted(line, " undetermined=", Decision.Outcome.UNDETERMINED, decisions);
        return line.toString();
    }

    /** A call that came to no decision. */
    static void refused(String requestId, String service, int status) {
        LOG.info("{}", start(requestId, LogText.clean(service), status));
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
            if (tier != null && Showing.isReason(decision.reason())) {
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
