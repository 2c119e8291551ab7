package org.cervicalcds.fhir;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.chart.Concept;
import org.cervicalcds.chart.ImagingWords;
import org.cervicalcds.chart.PartialDate;
import org.jspecify.annotations.Nullable;

/**
 * The members of one resource as they are met, of whatever type, since {@code resourceType} may come last; used again for the next
 * resource.
 */
final class ResourceFields {
    String type = "";
    ResourceKind kind = ResourceKind.UNSTATED;

    final Slice id = new Slice();

    /** The {@code fullUrl} of the entry of this Bundle that is being read. */
    final Slice entryUrl = new Slice();

    /** That of the entry that the resource is in; null where it is in none. */
    @Nullable
    Slice fullUrl;

    int from;
    int to;

    /** What the words of an unknown code say it is an image of; null until they were looked at. */
    @Nullable
    ImagingWords imaging;

    String status = "";
    Concept code = Concept.NONE;
    Concept bodySite = Concept.NONE;
    Concept category = Concept.NONE;
    Concept reason = Concept.NONE;
    final List<String> reasonReferences = new ArrayList<>();

    @Nullable
    String subject;

    @Nullable
    String encounter;

    final StringBuilder note = new StringBuilder();

    /** effective[x], performed[x], onset[x] or started, as a date or instant. */
    @Nullable
    PartialDate happened;

    @Nullable
    PartialDate start;

    @Nullable
    PartialDate end;

    @Nullable
    PartialDate recorded;

    @Nullable
    PartialDate abatement;

    boolean abated;

    @Nullable
    Integer onsetAge;

    @Nullable
    PartialDate birthDate;

    boolean inactive;
    boolean deceased;

    final List<String> clinicalStatus = new ArrayList<>();
    final List<String> verification = new ArrayList<>();

    @Nullable
    BigDecimal number;

    String unit = "";
    boolean valueAbsent;
    Concept value = Concept.NONE;

    @Nullable
    String valueWords;

    @Nullable
    Boolean yes;

    String description = "";
    String conclusion = "";
    Concept conclusionCode = Concept.NONE;
    String div = "";
    final StringBuilder forms = new StringBuilder();

    String intent = "";
    boolean doNotPerform;
    Concept orderDetail = Concept.NONE;
    Concept medication = Concept.NONE;

    @Nullable
    String medicationReference;

    Concept ingredients = Concept.NONE;
    final List<ContainedMedication> contained = new ArrayList<>();
    final List<DosageInstruction> dosages = new ArrayList<>();

    @Nullable
    BigDecimal supplyDays;

    int repeats;

    @Nullable
    BigDecimal quantity;

    String quantityUnit = "";

    @Nullable
    String next;

    boolean hasEntry;
    boolean hasData;
    boolean failed;
    boolean hasResource;

    @Nullable
    Supplied wrapped;

    /** A Medication that a resource carries in itself. */
    record ContainedMedication(String id, Concept code) {}

    /** Says that a code has been read and is in no value set. */
    boolean hasUnknownCode() {
        return code != Concept.NONE && !code.isKnown();
    }

    ResourceFields cleared() {
        type = "";
        kind = ResourceKind.UNSTATED;
        id.clear();
        entryUrl.clear();
        fullUrl = null;
        imaging = null;
        from = 0;
        to = 0;
        status = "";
        code = Concept.NONE;
        bodySite = Concept.NONE;
        category = Concept.NONE;
        reason = Concept.NONE;
        reasonReferences.clear();
        subject = null;
        encounter = null;
        note.setLength(0);
        happened = null;
        start = null;
        end = null;
        recorded = null;
        clearClinical();
        clearRequest();
        next = null;
        hasEntry = false;
        hasData = false;
        failed = false;
        hasResource = false;
        wrapped = null;
        return this;
    }

    private void clearClinical() {
        abatement = null;
        abated = false;
        onsetAge = null;
        birthDate = null;
        inactive = false;
        deceased = false;
        clinicalStatus.clear();
        verification.clear();
        number = null;
        unit = "";
        valueAbsent = false;
        value = Concept.NONE;
        valueWords = null;
        yes = null;
        description = "";
        conclusion = "";
        conclusionCode = Concept.NONE;
        div = "";
        forms.setLength(0);
    }

    private void clearRequest() {
        intent = "";
        doNotPerform = false;
        orderDetail = Concept.NONE;
        medication = Concept.NONE;
        medicationReference = null;
        ingredients = Concept.NONE;
        contained.clear();
        dosages.clear();
        supplyDays = null;
        repeats = 0;
        quantity = null;
        quantityUnit = "";
    }
}
