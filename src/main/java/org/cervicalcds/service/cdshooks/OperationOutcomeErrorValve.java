package org.cervicalcds.service.cdshooks;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Says as an OperationOutcome what Tomcat refuses before any endpoint sees it, such as an address that cannot be decoded. */
final class OperationOutcomeErrorValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType(Replies.JSON);
            response.setCharacterEncoding("UTF-8");
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(new String(Outcomes.json(status), StandardCharsets.UTF_8));
                response.finishResponse();
            }
        } catch (IOException e) {
            // The client is gone.
            getContainer().getLogger().debug("The connection broke", e);
        }
    }
}
