package org.cervicalcds.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

class ResourceStoreTests {

    private static final FhirContext FHIR = FhirContext.forR4Cached();

    @Test
    void shippedResourcesDoNotCountTowardsTheLimit() {
        ResourceStore store = store(List.of(patient("a"), patient("b")), 1);
        store.create(new Patient());

        assertThatThrownBy(() -> store.create(new Patient()))
                .isInstanceOfSatisfying(SandboxFull.class, full -> assertThat(full.getStatusCode())
                        .isEqualTo(507));
        assertThat(store.put("a", new Patient()).version()).isEqualTo(2);

        store.delete("Patient", "b");
        assertThat(store.put("c", new Patient()).version()).isEqualTo(1);
    }

    @Test
    void whatACallerDoesToACopyStaysWithTheCaller() {
        ResourceStore store = store(List.of(patient("a")), 0);
        ((Patient) store.find("Patient", "a").orElseThrow().copy()).setActive(true);

        assertThat(((Patient) store.find("Patient", "a").orElseThrow().resource()).hasActive())
                .isFalse();
    }

    @Test
    void manyThreadsCreateWithoutLoss() {
        ResourceStore store = store(List.of(), 1_000);
        IntStream.range(0, 1_000).parallel().forEach(each -> store.create(new Patient()));

        assertThat(store.all("Patient")).hasSize(1_000);
    }

    private static Patient patient(String id) {
        Patient patient = new Patient();
        patient.setId("Patient/" + id);
        return patient;
    }

    private static ResourceStore store(List<? extends Resource> shipped, int mostAdded) {
        return new ResourceStore(FHIR, Clock.systemUTC(), List.of("Patient"), List.copyOf(shipped), mostAdded);
    }
}
