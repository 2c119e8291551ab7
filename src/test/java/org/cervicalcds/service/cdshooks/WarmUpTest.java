package org.cervicalcds.service.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.cervicalcds.CervicalCds;
import org.cervicalcds.content.Content;
import org.cervicalcds.engine.chart.Hook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestConstructor;

/** The made-up calls go the whole way, also the way of words, and leave no trace in the decision log. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = CervicalCds.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "cervical-cds.sandbox.enabled=false")
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class WarmUpTest {
    private final HookCall hookCall;
    private final Map<String, OfferedService> services;
    private final SampleRequests requests;

    WarmUpTest(HookCall hookCall, Content content, Clock clock) {
        this.hookCall = hookCall;
        this.services = OfferedService.all(
                new ServiceCatalogue(content.services()), content.deck(), new PrefetchTemplates(content.terminology()));
        this.requests = new SampleRequests(content.terminology(), clock, 1);
    }

    @Test
    void someCallsOfEveryHookAreAnsweredWithCards() {
        Map<String, Long> spoken = services.values().stream()
                .flatMap(service -> service.needs().entrySet().stream()
                        .flatMap(hook -> java.util.stream.IntStream.range(0, 600)
                                .mapToObj(i ->
                                        hookCall.rehearse(service, requests.request(hook.getKey(), hook.getValue())))
                                .map(reply -> new String(reply, StandardCharsets.UTF_8))
                                .filter(reply -> reply.contains("\"summary\""))
                                .map(reply -> hook.getKey())))
                .collect(Collectors.groupingBy(hook -> hook, Collectors.counting()));

        assertThat(spoken.keySet()).containsExactlyInAnyOrderElementsOf(Hook.names());
    }

    @Test
    void theDecisionLogDoesNotShowThem(CapturedOutput output) {
        new WarmUp(services, hookCall, requests).afterSingletonsInstantiated();

        assertThat(output.getAll()).doesNotContain("status=200").doesNotContain("The warm-up ended early");
    }
}
