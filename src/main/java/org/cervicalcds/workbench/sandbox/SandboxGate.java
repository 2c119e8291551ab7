package org.cervicalcds.workbench.sandbox;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands where the sandbox is from the first moment on; who comes before the sandbox was read waits for it. */
final class SandboxGate extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(SandboxGate.class);

    private static final long LONGEST_WAIT_SECONDS = 30;

    private final transient FutureTask<HttpServlet> server;

    /**
     * @param reading makes the server behind the gate, once
     */
    SandboxGate(Callable<? extends HttpServlet> reading) {
        this.server = new FutureTask<>(() -> {
            HttpServlet made = reading.call();
            made.init(getServletConfig());
            return made;
        });
    }

    /** Begins to read, unless somebody did. */
    void openInBackground() {
        Thread reader = new Thread(this::open, "sandbox-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void open() {
        try {
            behind();
        } catch (ServletException e) {
            log.error("The sandbox is closed", e);
        }
    }

    private HttpServlet behind() throws ServletException {
        server.run();
        try {
            return server.get();
        } catch (ExecutionException e) {
            throw new ServletException("The patients of the sandbox cannot be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException("Stopped while the patients of the sandbox were read", e);
        }
    }

    /** Returns once the patients are read, or after half a minute at the latest; at once where they cannot be. */
    void awaitReady() {
        try {
            server.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The sandbox is asked although its patients were not read: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        behind().service(request, response);
    }

    @Override
    public void destroy() {
        try {
            if (server.isDone()) {
                behind().destroy();
            }
        } catch (ServletException e) {
            log.debug("There was nothing to end", e);
        }
    }
}
