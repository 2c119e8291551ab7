package org.cervicalcds.service.cdshooks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.service.cdshooks.discovery.OfferedService;
import org.cervicalcds.service.cdshooks.discovery.PrefetchTemplates;
import org.cervicalcds.service.cdshooks.discovery.ServiceCatalogue;
import org.cervicalcds.service.cdshooks.telemetry.Stopwatch;
import org.cervicalcds.service.cdshooks.wire.Body;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Calls for which a card speaks beside silent ones, without HTTP: CPU time of the whole process, with look-up, record and log, which a busy machine distorts
 * less than the clock. Then the same patient after 10,000 calls.
 */
public final class Speaking {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int ROUNDS = 7;
    private static final int EARLIER = 10_000;

    private final HookCall hookCall;
    private final OfferedService service;
    private long count = System.nanoTime() & 0xffffffffL;

    private Speaking(ConfigurableApplicationContext application) {
        hookCall = application.getBean(HookCall.class);
        service = Objects.requireNonNull(OfferedService.all(
                        application.getBean(ServiceCatalogue.class),
                        application.getBean(CardDeck.class),
                        new PrefetchTemplates(application.getBean(Terminology.class)))
                .get("cervical-patient-view"));
    }

    /** A body with the places of what differs from call to call: the last twelve digits of the hook instance, and of the patient where each call has another. */
    private final class Calls {
        private final String name;
        private final byte[] body;
        private final List<Integer> places = new ArrayList<>();
        private final List<Double> micros = new ArrayList<>();

        Calls(String name, String file, boolean ofNewPatients) throws IOException {
            this.name = name;
            this.body = Files.readAllBytes(Path.of("results", file));
            String text = new String(body, StandardCharsets.ISO_8859_1);
            places.add(text.indexOf("\"hookInstance\":\"") + 16 + 24);
            int named = text.indexOf("\"patientId\":\"") + 13;
            String patient = text.substring(named, named + 36);
            for (int at = named; ofNewPatients && at >= 0; at = text.indexOf(patient, at + 36)) {
                places.add(at + 24);
            }
        }

        void send(int times) {
            for (int i = 0; i < times; i++) {
                byte[] digits = String.format("%012x", ++count).getBytes(StandardCharsets.ISO_8859_1);
                places.forEach(place -> System.arraycopy(digits, 0, body, place, digits.length));
                hookCall.answer(new Callers.Sender("bench", "", 0), service, Body.of(body), new Stopwatch(), null);
            }
        }

        void measure(int times) throws InterruptedException {
            long start = SYSTEM.getProcessCpuTime();
            send(times);
            micros.add((SYSTEM.getProcessCpuTime() - start) / 1000.0 / times);
            TimeUnit.MILLISECONDS.sleep(300);
        }

        void print() {
            Collections.sort(micros);
            System.out.printf(
                    "%-34s best %6.1f us, median %6.1f us%n", name, micros.get(0), micros.get(micros.size() / 2));
        }
    }

    /** No arguments; {@code bodies.sh} must have made the bodies. */
    public static void main(String[] args) throws IOException, InterruptedException {
        ConfigurableApplicationContext application = SpringApplication.run(
                CervicalCds.class,
                "--server.port=0",
                "--cervical-cds.sandbox.enabled=false",
                "--cervical-cds.quiet.without-token=true",
                "--cervical-cds.data=" + Files.createTempDirectory("speaking"),
                "--logging.level.root=warn");
        new Speaking(application).run();
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        List<Calls> all = List.of(
                new Calls("15 kB silent", "15.json", false),
                new Calls("15 kB speaking, new patients", "15-speaking.json", true),
                new Calls("200 kB silent", "200.json", false),
                new Calls("200 kB speaking, new patients", "200-speaking.json", true));
        for (int i = 0; i < 6; i++) {
            all.forEach(calls -> calls.send(1000));
        }
        compare(all);
        Calls one = new Calls("15 kB speaking, one patient", "15-speaking.json", false);
        one.send(EARLIER);
        compare(List.of(one, new Calls("15 kB speaking, new patients", "15-speaking.json", true)));
    }

    private static void compare(List<Calls> all) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            for (Calls calls : all) {
                calls.measure(2000);
            }
        }
        all.forEach(Calls::print);
    }
}
