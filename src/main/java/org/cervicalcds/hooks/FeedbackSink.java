package org.cervicalcds.hooks;

import java.util.List;

/** Where feedback goes. */
public interface FeedbackSink {

    /** Takes a whole batch that a client sent for one service. */
    void take(String client, String service, List<Feedback> batch);
}
