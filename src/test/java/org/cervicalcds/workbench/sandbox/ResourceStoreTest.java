package org.cervicalcds.workbench.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

class ResourceStoreTest {

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
        return store(shipped, mostAdded, 1_000_000);
    }

    private static ResourceStore store(List<? extends Resource> shipped, int mostAdded, long mostBytes) {
        return new ResourceStore(
                FHIR, Clock.systemUTC(), List.of("Patient"), List.copyOf(shipped), mostAdded, mostBytes);
    }

    private static Patient named(int letters) {
        Patient patient = new Patient();
        patient.addName().setFamily("x".repeat(letters));
        return patient;
    }

    @Test
    void bytesOfWhatWasAddedAreLimited() {
        ResourceStore store = store(List.of(patient("a")), 1_000, 1_000);
        String id = store.create(named(700)).id();
        assertThatThrownBy(() -> store.create(named(400))).isInstanceOf(SandboxFull.class);
        assertThatThrownBy(() -> store.put("a", named(400))).isInstanceOf(SandboxFull.class);
        assertThatThrownBy(() -> store.put(id, named(1_100))).isInstanceOf(SandboxFull.class);
        // It may shrink, and what is free then is there for others.
        store.put(id, named(400));
        store.put("a", named(400));
        store.delete("Patient", id);
        store.delete("Patient", "a");
        store.create(named(800));
        assertThat(store.all("Patient")).hasSize(1);
    }
}
