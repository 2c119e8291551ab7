package org.cervicalcds.service.cdshooks.feedback;

import java.util.List;
import java.util.Set;
import org.cervicalcds.service.cdshooks.wire.RequestProblem;
import org.cervicalcds.service.store.Caller;
import org.cervicalcds.service.store.FeedbackItem;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.service.store.database.StoreUnavailableException;

/** Feedback is durable before it is acknowledged; where the store is down the client is told to come again. */
public final class FeedbackRecorder implements FeedbackSink {
    private final Store store;
    private final FeedbackSink log;

    /** @param reasons codes of our own override reasons */
    public FeedbackRecorder(Store store, Set<String> reasons) {
        this.store = store;
        this.log = new FeedbackLog(reasons);
    }

    @Override
    public void take(Caller caller, String service, List<Feedback> batch) {
        try {
            store.keep(
                    caller, service, batch.stream().map(FeedbackRecorder::item).toList());
        } catch (StoreUnavailableException e) {
            throw new RequestProblem(503, "transient", "The feedback cannot be kept right now; please send it again.");
        }
        log.take(caller, service, batch);
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
