package org.cervicalcds.engine.words;

import java.util.Arrays;
import java.util.List;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Hook;
import org.jspecify.annotations.Nullable;

/** What cards say that stands in no card: the words that the code adds. {@code {0}} and {@code {1}} are places. */
public enum FixedWord {
    UNKNOWN_DATE("unknown date"),
    UNKNOWN_AGE("unknown age"),
    ENTRY_WITHOUT_NAME("entry without a name"),
    BOTH("{0} and {1}"),
    SUSPECTED("{0} (suspected)"),
    /** A text that holds it says already that something is suspected. */
    SUSPECTED_MARK("suspected"),
    THE_ORDER("the order"),
    BEFORE_DISCHARGE("Before discharge: {0}"),
    NOT_KNOWN("**Not known:** {0}."),
    COUNTED("{0} of {1}"),
    COUNTED_IN_CODES("{0} of {1} in codes that are read here"),
    PATIENT("patient"),
    ENCOUNTER("encounter"),
    CONDITIONS("conditions"),
    OBSERVATIONS("observations"),
    REPORTS("reports"),
    PROCEDURES("procedures"),
    IMAGING_STUDIES("imaging studies"),
    ORDERS("orders"),
    PRESCRIPTIONS("prescriptions"),
    MEDICATION_STATEMENTS("medication statements"),
    DRUGS_DISPENSED("drugs dispensed"),
    DRUGS_GIVEN("drugs given"),
    NOT_SENT("not sent", Cause.NONE, Cause.NO_ACCESS),
    NO_TOKEN("no token", Cause.NO_TOKEN),
    TOKEN_NOT_USABLE("token not usable", Cause.TOKEN_NOT_USABLE),
    SERVER_NOT_ALLOWED("server not allowed", Cause.SERVER_NOT_ALLOWED),
    PRIVATE_ADDRESS("private address", Cause.PRIVATE_ADDRESS),
    PLAIN_HTTP("plain http", Cause.PLAIN_HTTP),
    NO_SCOPE("no scope", Cause.NO_SCOPE),
    REFUSED("refused", Cause.REFUSED),
    FAILED("failed", Cause.FAILED),
    LATE("late", Cause.LATE),
    SERVER_BUSY("server busy", Cause.SERVER_BUSY),
    UNREADABLE("unreadable", Cause.UNREADABLE),
    MORE_PAGES("more pages", Cause.MORE_PAGES),
    COUNT_SHORT("count short", Cause.COUNT_SHORT),
    LIST_CUT("list cut", Cause.LIST_CUT),
    UNKNOWN_CODES("unknown codes", Cause.UNKNOWN_CODES),
    ATTACHMENT_NOT_READ("attachment not read", Cause.ATTACHMENT_NOT_READ),
    TOO_MANY("too many", Cause.TOO_MANY),
    NOT_READ_TO_THE_END("not read to the end", Cause.TEXT_TOO_LONG),
    NOT_JUDGED("not judged in time", Cause.NOT_JUDGED),
    CODES_LEFT_OUT("codes left out", Cause.CODES_LEFT_OUT);

    private final String english;
    private final List<Cause> causes;

    FixedWord(String english, Cause... causes) {
        this.english = english;
        this.causes = List.of(causes);
    }

    /** The words in English, by which translations know it. */
    public String english() {
        return english;
    }

    /** What is said of a cause for which something did not come. */
    public static FixedWord of(Cause cause) {
        return Arrays.stream(values())
                .filter(word -> word.causes.contains(cause))
                .findFirst()
                .orElse(FAILED);
    }

    /** The opening of summaries on a hook; null for none. */
    public static @Nullable FixedWord opening(Hook hook) {
        return hook.opening().isEmpty() ? null : BEFORE_DISCHARGE;
    }
}
