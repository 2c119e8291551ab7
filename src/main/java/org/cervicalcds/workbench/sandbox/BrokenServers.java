package org.cervicalcds.workbench.sandbox;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * The sandbox at base addresses where it fails in a chosen way: {@code /fhir-broken/{way}/{visitor}}. Ways are {@code slow}, {@code down},
 * {@code fails-Type} (queries for that resource type get 500) and {@code cut-Type} (their answers end in the middle).
 *
 * <p>Nothing is switched, so nobody's experiment disturbs another's; the visitor's part keeps apart what the service remembers of a server's health.
 */
final class BrokenServers extends HttpFilter {
    static final String PATH = "/fhir-broken/";

    private static final long serialVersionUID = 1L;
    private static final Pattern ADDRESS = Pattern.compile(
            "(" + PATH + "(slow|down|(?:fails|cut)-([A-Za-z]+))/[A-Za-z0-9-]{1,64})/?(\\$?[A-Za-z]*)(?:[/?].*)?");
    private static final int MOST_WAITING = 1_000;

    private final Duration delay;
    private final transient ScheduledThreadPoolExecutor timer;

    /** Answers of the slow server come after the delay. */
    BrokenServers(Duration delay) {
        this.delay = delay;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "slow-sandbox");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Matcher address = ADDRESS.matcher(
                request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo()));
        if (!address.matches()) {
            outcome(
                    response,
                    404,
                    "not-found",
                    "Not a way to break the sandbox: slow, down, fails-Type or cut-Type, then any name");
            return;
        }
        HttpServletRequest asked = new BasedRequest(request, address.group(1));
        String way = address.group(2);
        boolean concerned = address.group(4).equals(address.group(3));
        if (way.equals("down")) {
            outcome(response, 503, "transient", "This server is down, as asked");
        } else if (way.equals("slow")) {
            slowly(asked, request, response, chain);
        } else if (concerned && way.startsWith("fails-")) {
            outcome(response, 500, "exception", "Queries for " + address.group(3) + " fail here, as asked");
        } else if (concerned) {
            cut(asked, response, chain);
        } else {
            chain.doFilter(asked, response);
        }
    }

    /** Waits without holding a thread; the second pass of the same request answers. */
    private void slowly(
            HttpServletRequest asked, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(BrokenServers.class.getName()) != null) {
            chain.doFilter(asked, response);
            return;
        }
        if (timer.getQueue().size() >= MOST_WAITING) {
            outcome(response, 503, "throttled", "Too many slow answers are under way");
            return;
        }
        request.setAttribute(BrokenServers.class.getName(), true);
        AsyncContext waiting = request.startAsync();
        waiting.setTimeout(0);
        timer.schedule(() -> waiting.dispatch(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void cut(HttpServletRequest asked, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ContentCachingResponseWrapper whole = new ContentCachingResponseWrapper(response);
        chain.doFilter(asked, whole);
        byte[] body = whole.getContentAsByteArray();
        response.setContentLength(body.length / 2);
        response.getOutputStream().write(body, 0, body.length / 2);
    }

    private static void outcome(HttpServletResponse response, int status, String code, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("application/fhir+json;charset=UTF-8");
        response.getOutputStream()
                .write(("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"" + code
                                + "\",\"diagnostics\":\"" + text + "\"}]}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
    }

    /** The request under a longer base address, so that links in the answer stay below it. */
    private static final class BasedRequest extends HttpServletRequestWrapper {
        private final String base;

        BasedRequest(HttpServletRequest request, String base) {
            super(request);
            this.base = base;
        }

        @Override
        public String getServletPath() {
            return base;
        }
    }
}
