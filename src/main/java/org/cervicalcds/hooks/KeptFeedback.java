package org.cervicalcds.hooks;

import java.util.List;
import org.cervicalcds.store.FeedbackItem;
import org.cervicalcds.store.Store;
import org.cervicalcds.store.StoreUnavailableException;

/** Feedback is durable before it is acknowledged; where the store is down the client is told to come again. */
final class KeptFeedback implements FeedbackSink {
    private final Store store;
    private final FeedbackSink log = new LoggedFeedback();

    KeptFeedback(Store store) {
        this.store = store;
    }

    @Override
    public void take(String client, String service, List<Feedback> batch) {
        try {
            store.keep(client, service, batch.stream().map(KeptFeedback::item).toList());
        } catch (StoreUnavailableException e) {
            throw new RequestProblem(503, "transient", "The feedback cannot be kept right now; please send it again.");
        }
        log.take(client, service, batch);
    }

    private static FeedbackItem item(Feedback feedback) {
        Feedback.Reason reason = feedback.reason();
        return new FeedbackItem(
                feedback.card(),
                FeedbackItem.Outcome.valueOf(feedback.outcome().name()),
                feedback.acceptedSuggestions(),
                reason == null ? null : new FeedbackItem.Reason(reason.system(), reason.code(), reason.display()),
                feedback.comment(),
                feedback.at());
    }
}
