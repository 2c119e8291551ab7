package org.cervicalcds.engine.chart;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.entries.Condition;
import org.cervicalcds.engine.entries.Encounter;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Patient;
import org.cervicalcds.engine.entries.Report;
import org.cervicalcds.engine.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/** One patient's data for one hook call: the entries that are the patient's own, dated against one instant. */
public final class Chart {
    private static final Availability NOT_ASKED = Availability.nothing(Availability.Cause.NO_ACCESS);

    private final ChartScope scope;
    private final @Nullable Patient patient;
    private final @Nullable Encounter encounter;
    private final ChartGaps gaps;
    private final Map<String, Availability> availability;
    private final EntryIndex<Condition> conditions;
    private final EntryIndex<Observation> observations;
    private final EntryIndex<Report> reports;
    private final EntryIndex<Order> drafts;
    private final EntryIndex<Order> recordedOrders;
    private final EntryIndex<MedicationUse> medications;
    private final Performers performers;
    private final List<Need> missingOrders;
    private final CpuBudget budget;
    private final LocalDate today;

    Chart(
            ChartScope scope,
            @Nullable Patient patient,
            @Nullable Encounter encounter,
            ChartGaps gaps,
            Map<String, Availability> availability,
            EntryIndex<Condition> conditions,
            EntryIndex<Observation> observations,
            EntryIndex<Report> reports,
            EntryIndex<Order> drafts,
            EntryIndex<Order> recordedOrders,
            EntryIndex<MedicationUse> medications,
            Performers performers,
            List<Need> missingOrders,
            CpuBudget budget) {
        this.scope = scope;
        this.patient = patient;
        this.encounter = encounter;
        this.gaps = gaps;
        this.availability = availability;
        this.conditions = conditions;
        this.observations = observations;
        this.reports = reports;
        this.drafts = drafts;
        this.recordedOrders = recordedOrders;
        this.medications = medications;
        this.performers = performers;
        this.missingOrders = missingOrders;
        this.budget = budget;
        this.today = scope.now().atZone(scope.zone()).toLocalDate();
    }

    /** Says that the time for judging it is spent: what is not found by now is not known. */
    public boolean isOutOfTime() {
        return budget.isSpent();
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
        return today;
    }

    /** The patient; null where the resource was not supplied or the client has none. */
    public @Nullable Patient patient() {
        return patient;
    }

    public @Nullable Encounter encounter() {
        return encounter;
    }

    /** What came and does not count in this chart. */
    public ChartGaps gaps() {
        return gaps;
    }

    /** How much of a need was supplied; what nobody asked for was not. */
    public Availability availability(Need need) {
        return availability.getOrDefault(need.key(), NOT_ASKED);
    }

    /**
     * The needs that did not come whole, by prefetch key, in the order in which they were told of; reports of which nothing could be read
     * are told as reports that did not come.
     */
    public Map<String, Availability> incomplete() {
        Map<String, Availability> incomplete = new LinkedHashMap<>();
        boolean outOfTime = isOutOfTime();
        availability.forEach((key, how) -> {
            if (!how.isAll()) {
                incomplete.put(key, how);
            } else if (outOfTime) {
                incomplete.put(key, Availability.part(Availability.Cause.NOT_JUDGED, 0, 0));
            }
        });
        int reports = 0;
        int unread = 0;
        for (Report report : reports()) {
            if (report.kind() == Report.Kind.DIAGNOSTIC_REPORT) {
                reports++;
                unread += report.unread() && report.text().isEmpty() ? 1 : 0;
            }
        }
        if (unread > 0) {
            incomplete.putIfAbsent(
                    Need.DIAGNOSTIC_REPORTS.key(),
                    Availability.part(Availability.Cause.ATTACHMENT_NOT_READ, reports - unread, reports));
        }
        return incomplete;
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

    /** The orders that the call is about or brings: drafts of the context, selected or not, and dispatched orders, in the order they came. */
    public List<Order> drafts() {
        return drafts.all();
    }

    /** Dispatched orders that could not be had. */
    public List<Need> missingOrders() {
        return missingOrders;
    }

    /** Who is to carry out an order: the performer of the call, else the order's own. */
    public Performer performer(Order order) {
        return performers.of(scope.performer(), order.reference());
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
        EntryIndex<Order> otherDrafts = new EntryIndex<>(valueSets);
        drafts.all().stream()
                .filter(o -> !orders.contains(o))
                .forEach(o -> otherDrafts.put(o, o.code().sets()));
        EntryIndex<Order> otherRecorded = new EntryIndex<>(valueSets);
        recordedOrders.all().stream()
                .filter(o -> !orders.contains(o))
                .forEach(o -> otherRecorded.put(o, o.code().sets()));
        return new Chart(
                scope,
                patient,
                encounter,
                gaps,
                availability,
                conditions,
                observations,
                reports,
                otherDrafts,
                otherRecorded,
                medications,
                performers,
                missingOrders,
                budget);
    }
}
