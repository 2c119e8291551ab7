package org.cervicalcds.service.cdshooks;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.cervicalcds.service.cdshooks.wire.RequestProblem;
import org.cervicalcds.service.store.database.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;

/** Turns everything that goes wrong into an OperationOutcome; failures are never cards (CDSH-HTTP-5). */
@Controller
@ControllerAdvice
final class Errors implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final int FRAMES = 20;
    private static final int DEPTH = 5;
    private static final String RETRY_AFTER_SECONDS = "5";

    @ExceptionHandler(RequestProblem.class)
    void problem(RequestProblem problem, HttpServletResponse response) throws IOException {
        if (problem.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        Outcomes.write(response, problem.status(), problem.code(), problem.text());
    }

    /** Where a part went out already the connection breaks, so that nobody takes the part for the whole. */
    @ExceptionHandler(StoreUnavailableException.class)
    void unavailable(StoreUnavailableException failure, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            throw failure;
        }
        Outcomes.write(response, 503, "transient", "The record cannot be read right now; please try again later.");
    }

    /** The client hung up, never finished or was too slow: mostly nobody is there to be told (CDSH-BP-4). */
    @ExceptionHandler(IOException.class)
    void hungUp(IOException failure, HttpServletResponse response) throws IOException {
        LOG.debug("The connection broke: {}", failure.getClass().getName());
        if (!response.isCommitted()) {
            Outcomes.write(response, failure.getCause() instanceof SocketTimeoutException ? 408 : 400);
        }
    }

    @ExceptionHandler(Exception.class)
    void failure(Exception failure, HttpServletResponse response) throws IOException {
        if (failure instanceof ErrorResponse refused) {
            refused.getHeaders().forEach((name, values) -> values.forEach(v -> response.addHeader(name, v)));
            Outcomes.write(response, refused.getStatusCode().value());
            return;
        }
        logWithoutMessage(failure);
        Outcomes.write(response, 500);
    }

    /** A message may quote what came in; the place where it happened does not. */
    private static void logWithoutMessage(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable now = failure;
        for (int depth = 0; now != null && depth < DEPTH; depth++) {
            text.append(depth == 0 ? "" : "\ncaused by ").append(now.getClass().getName());
            Arrays.stream(now.getStackTrace()).limit(FRAMES).forEach(f -> text.append("\n\tat ")
                    .append(f));
            now = now.getCause();
        }
        LOG.error("A request failed: {}", text);
    }

    /** What fails outside of the endpoints ends here. */
    @RequestMapping("${spring.web.error.path:${server.error.path:/error}}")
    void errorPage(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Outcomes.write(response, status instanceof Integer code ? code : 404);
    }
}
