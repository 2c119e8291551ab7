package org.cervicalcds.service.cdshooks.feedback;

import java.util.List;
import java.util.Set;
import org.cervicalcds.service.cdshooks.wire.LogText;
import org.cervicalcds.service.store.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line to the log for each piece of feedback, without the clinician's words. */
final class FeedbackLog implements FeedbackSink {
    private static final Logger LOG = LoggerFactory.getLogger("org.cervicalcds.feedback");

    private final Set<String> reasons;

    /** @param reasons codes of our own override reasons; others may be anything and are not written out */
    FeedbackLog(Set<String> reasons) {
        this.reasons = Set.copyOf(reasons);
    }

    @Override
    public void take(Caller caller, String service, List<Feedback> batch) {
        for (Feedback feedback : batch) {
            Feedback.Reason reason = feedback.reason();
            LOG.info(
                    "service={} card={} outcome={} reason={}",
                    service,
                    LogText.id(feedback.card()),
                    feedback.outcome(),
                    reason == null ? "-" : reasons.contains(reason.code()) ? reason.code() : LogText.id(reason.code()));
        }
    }
}
