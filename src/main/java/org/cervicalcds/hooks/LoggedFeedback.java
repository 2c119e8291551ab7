package org.cervicalcds.hooks;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line to the log for each piece of feedback, without the clinician's words. */
final class LoggedFeedback implements FeedbackSink {
    private static final Logger LOG = LoggerFactory.getLogger("org.cervicalcds.feedback");

    @Override
    public void take(String client, String service, List<Feedback> batch) {
        for (Feedback feedback : batch) {
            Feedback.Reason reason = feedback.reason();
            LOG.info(
                    "service={} card={} outcome={} reason={}",
                    service,
                    LogText.clean(feedback.card()),
                    feedback.outcome(),
                    reason == null ? "-" : LogText.clean(reason.code()));
        }
    }
}
