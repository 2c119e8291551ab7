package org.cervicalcds.workbench.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import java.io.Serial;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletConfig;

/** Whoever comes early waits, and the patients are read once. */
final class SandboxGateTest {
    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();

    private final class Answering extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public void service(ServletRequest request, ServletResponse response) {
            answers.incrementAndGet();
        }
    }

    @Test
    void anEarlyCallWaitsForTheReadingThatIsUnderWay() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch under = new CountDownLatch(1);
        SandboxGate gate = new SandboxGate(() -> {
            readings.incrementAndGet();
            under.countDown();
            goOn.await();
            return new Answering();
        });
        gate.init(new MockServletConfig());
        gate.openInBackground();
        assertThat(under.await(5, TimeUnit.SECONDS)).isTrue();

        Thread early = new Thread(() -> call(gate));
        early.start();
        Thread hook = new Thread(gate::awaitReady);
        hook.start();
        early.join(50);
        assertThat(early.isAlive()).isTrue();
        assertThat(hook.isAlive()).isTrue();
        assertThat(answers).hasValue(0);

        goOn.countDown();
        early.join(5000);
        hook.join(5000);
        assertThat(hook.isAlive()).isFalse();
        call(gate);
        assertThat(answers).hasValue(2);
        assertThat(readings).hasValue(1);
    }

    @Test
    void aCallBeforeTheReadingStartsIt() throws Exception {
        SandboxGate gate = new SandboxGate(() -> {
            readings.incrementAndGet();
            return new Answering();
        });
        gate.init(new MockServletConfig());

        call(gate);
        gate.openInBackground();
        call(gate);

        assertThat(answers).hasValue(2);
        assertThat(readings).hasValue(1);
    }

    @Test
    void patientsThatCannotBeReadAreToldToWhoeverAsks() throws Exception {
        SandboxGate gate = new SandboxGate(() -> {
            throw new IllegalArgumentException("Not a relative date");
        });
        gate.init(new MockServletConfig());

        assertThatThrownBy(() -> gate.service(new MockHttpServletRequest(), new MockHttpServletResponse()))
                .isInstanceOf(ServletException.class)
                .hasMessageContaining("cannot be read")
                .hasRootCauseMessage("Not a relative date");
        gate.destroy();
    }

    private static void call(SandboxGate gate) {
        try {
            gate.service(new MockHttpServletRequest(), new MockHttpServletResponse());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
