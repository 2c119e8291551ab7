package org.cervicalcds.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.ContentFiles;
import org.cervicalcds.fhir.AccessRules;
import org.cervicalcds.fhir.FhirAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The made-up calls go the whole way, also the way of words, and leave no trace in the decision log. */
@ExtendWith(OutputCaptureExtension.class)
class WarmUpTest {
    private static final Content CONTENT = Content.load(ContentFiles.in(Path.of("cds-cards")));
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);

    private final HookCall hookCall = new HookCall(
            new RequestReader(CONTENT.terminology(), ZoneOffset.UTC),
            new FhirAccess(new AccessRules(
                    List.of(), List.of(), false, false, List.of(), Duration.ofSeconds(1), 1, 1_000_000)),
            CONTENT.deck(),
            CLOCK);
    private final Map<String, OfferedService> services = OfferedService.all(
            new ServiceCatalogue(CONTENT.services()), CONTENT.deck(), new PrefetchTemplates(CONTENT.terminology()));
    private final SampleRequests requests = new SampleRequests(CONTENT.terminology(), CLOCK, 1);

    @Test
    void someCallsOfEveryHookAreAnsweredWithCards() {
        Map<String, Long> spoken = services.values().stream()
                .flatMap(service -> service.needs().entrySet().stream()
                        .flatMap(hook -> java.util.stream.IntStream.range(0, 100)
                                .mapToObj(i ->
                                        hookCall.rehearse(service, requests.request(hook.getKey(), hook.getValue())))
                                .map(reply -> new String(reply, StandardCharsets.UTF_8))
                                .filter(reply -> reply.contains("\"summary\""))
                                .map(reply -> hook.getKey())))
                .collect(Collectors.groupingBy(hook -> hook, Collectors.counting()));

        assertThat(spoken).containsOnlyKeys("patient-view", "order-select", "order-sign");
    }

    @Test
    void theDecisionLogDoesNotShowThem(CapturedOutput output) {
        new WarmUp(services, hookCall, requests).afterSingletonsInstantiated();

        assertThat(output.getAll()).doesNotContain("status=200").doesNotContain("The warm-up ended early");
    }
}
