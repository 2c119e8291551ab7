package org.cervicalcds.chart;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.cervicalcds.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/** One patient's data for one hook call: the entries that are the patient's own, dated against one instant. */
public final class Chart {
    private final ChartScope scope;
    private final @Nullable Patient patient;
    private final @Nullable Encounter encounter;
    private final Map<String, Availability> availability;
    private final Shelf<Condition> conditions;
    private final Shelf<Observation> observations;
    private final Shelf<Report> reports;
    private final Shelf<Order> drafts;
    private final Shelf<Order> recordedOrders;
    private final Shelf<MedicationUse> medications;

    Chart(
            ChartScope scope,
            @Nullable Patient patient,
            @Nullable Encounter encounter,
            Map<String, Availability> availability,
            Shelf<Condition> conditions,
            Shelf<Observation> observations,
            Shelf<Report> reports,
            Shelf<Order> drafts,
            Shelf<Order> recordedOrders,
            Shelf<MedicationUse> medications) {
        this.scope = scope;
        this.patient = patient;
        this.encounter = encounter;
        this.availability = availability;
        this.conditions = conditions;
        this.observations = observations;
        this.reports = reports;
        this.drafts = drafts;
        this.recordedOrders = recordedOrders;
        this.medications = medications;
    }

    public ChartScope scope() {
        return scope;
    }

    public Instant now() {
        return scope.now();
    }

    public ZoneId zone() {
        return scope.zone();
    }

    public LocalDate today() {
        return scope.now().atZone(scope.zone()).toLocalDate();
    }

    /** The patient; null where the resource was not supplied or the client has none. */
    public @Nullable Patient patient() {
        return patient;
    }

    public @Nullable Encounter encounter() {
        return encounter;
    }

    /** How much of a need was supplied; what nobody asked for was not. */
    public Availability availability(Need need) {
        return availability.getOrDefault(need.key(), Availability.NOTHING);
    }

    public List<Condition> conditions() {
        return conditions.all();
    }

    public List<Condition> conditions(ValueSet set) {
        return conditions.of(set);
    }

    public List<Observation> observations(ValueSet set) {
        return observations.of(set);
    }

    public List<Report> reports() {
        return reports.all();
    }

    public List<Report> reports(ValueSet set) {
        return reports.of(set);
    }

    /** The draft orders of the context, selected or not, in the order they came. */
    public List<Order> drafts() {
        return drafts.all();
    }

    /** The orders that the record holds already (ServiceRequest). */
    public List<Order> recordedOrders() {
        return recordedOrders.all();
    }

    public List<MedicationUse> medications(ValueSet set) {
        return medications.of(set);
    }

    /** Completed years at now; null where the birth date is unknown. A partial birth date is its first possible day. */
    public @Nullable Integer age() {
        PartialDate birth = patient == null ? null : patient.birthDate();
        return birth == null ? null : birth.firstDay(zone()).until(today()).getYears();
    }

    /** The same chart without some of its draft or recorded orders. */
    public Chart without(Collection<Order> orders) {
        int valueSets = drafts.valueSets();
        Shelf<Order> otherDrafts = new Shelf<>(valueSets);
        drafts.all().stream()
                .filter(o -> !orders.contains(o))
                .forEach(o -> otherDrafts.put(o, o.code().sets()));
        Shelf<Order> otherRecorded = new Shelf<>(valueSets);
        recordedOrders.all().stream()
                .filter(o -> !orders.contains(o))
                .forEach(o -> otherRecorded.put(o, o.code().sets()));
        return new Chart(
                scope,
                patient,
                encounter,
                availability,
                conditions,
                observations,
                reports,
                otherDrafts,
                otherRecorded,
                medications);
    }
}
