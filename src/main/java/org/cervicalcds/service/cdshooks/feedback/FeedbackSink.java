package org.cervicalcds.service.cdshooks.feedback;

import java.util.List;
import org.cervicalcds.service.store.Caller;

/** Where feedback goes. */
public interface FeedbackSink {

    /** Takes a whole batch that a client sent for one service. */
    void take(Caller caller, String service, List<Feedback> batch);
}
