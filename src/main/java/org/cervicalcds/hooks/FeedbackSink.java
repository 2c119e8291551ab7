package org.cervicalcds.hooks;

import java.util.List;

/** Where feedback goes. */
public interface FeedbackSink {

    /** Takes a whole batch that came for one service. */
    void take(String service, List<Feedback> batch);
}
