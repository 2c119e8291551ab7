package org.cervicalcds.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Response;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every hook that discovery offers can be fired from the page, with the context that the hook has. */
class HookChoiceTest extends InBrowser {
    private static final String ORDERED = "chiropractic-order-fused-as";

    @Test
    void theHooksAreThoseOfDiscovery() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            for (String hook : List.of(
                    "patient-view",
                    "order-select",
                    "order-sign",
                    "order-dispatch",
                    "encounter-start",
                    "encounter-discharge")) {
                assertThat(page.at("hook-" + hook)).isVisible();
            }
            page.hasNoAxeViolation();
        }
    }

    /** Remarks on a request fit its hook: what the workbench sends itself is beyond reproach. */
    @Test
    void requestOfEachHookGetsNoRemark() {
        try (WorkbenchPage page = desk().open("").openChart(ORDERED)) {
            page.answerTo("order-select", () -> page.at("order-film").click());
            for (String hook : List.of(
                    "order-select",
                    "order-sign",
                    "order-dispatch",
                    "encounter-start",
                    "encounter-discharge",
                    "patient-view")) {
                page.answerTo(hook, () -> page.at(hook.equals("order-select") ? "fire" : "hook-" + hook)
                        .click());
                page.at("view-own").click();
                page.at("own-last").click();
                assertThat(page.at("own-remarks")).hasText("Nothing to remark on the form of this body.");
                assertThat(page.at("own-json")).hasValue(Pattern.compile("\"hook\": \"" + hook + "\""));
                page.at("view-chart").click();
            }
        }
    }

    @Test
    void beforeDischargeTheCardSaysSo() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            Response answer = page.answerTo("encounter-discharge", () -> page.at("hook-encounter-discharge")
                    .click());

            JsonNode context = JSON.readTree(answer.request().postData()).path("context");
            assertThat(context.path("encounterId").asString()).isNotBlank();
            assertThat(page.card("as-cervical-fracture-risk")).containsText("Before discharge: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefetch", "access"})
    void ordersOfTheRecordAreSentToThePerformerChosen(String way) {
        try (WorkbenchPage page = desk().open("").openChart(ORDERED)) {
            page.answerTo("patient-view", () -> page.at("data-way").selectOption(way));
            page.answerTo("order-dispatch", () -> page.at("hook-order-dispatch").click());
            Response answer = page.answerTo(
                    "order-dispatch", () -> page.at("performer").selectOption("PractitionerRole/role-physiotherapist"));

            JsonNode context = JSON.readTree(answer.request().postData()).path("context");
            assertThat(context.path("dispatchedOrders").valueStream().map(JsonNode::asString))
                    .containsExactly("ServiceRequest/" + ORDERED + "-order-1");
            assertThat(context.path("performer").asString()).isEqualTo("PractitionerRole/role-physiotherapist");
            assertThat(context.has("userId")).isFalse();
            assertThat(page.card("spinal-manipulation-caution")).isVisible();
            page.hasNoAxeViolation();
        }
    }

    @Test
    void withoutAnOrderOnRecordNothingIsDispatched() {
        try (WorkbenchPage page = desk().open("").openChart(FELL)) {
            page.at("hook-order-dispatch").click();

            assertThat(page.at("needs-order")).containsText("Sign an order first");
        }
    }
}
