package org.cervicalcds.fhir.reading;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.FhirReference;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.engine.entries.Observation;
import org.cervicalcds.engine.entries.PartialDate;
import org.jspecify.annotations.Nullable;

/**
 * The members of one resource as they are met, of whatever type, since {@code resourceType} may come last; used again for the next
 * resource.
 */
final class ResourceFields {
    String type = "";
    ResourceKind kind = ResourceKind.UNSTATED;

    final TextSlice id = new TextSlice();

    /** The {@code fullUrl} of the entry of this Bundle that is being read. */
    final TextSlice entryUrl = new TextSlice();

    /** That of the entry that the resource is in; null where it is in none. */
    @Nullable
    TextSlice fullUrl;

    int from;
    int to;

    /** What the words of an unknown code say it is an image of; null until they were looked at. */
    @Nullable
    ImagingWords imaging;

    /** Resource.language: that of its texts. */
    String language = "";

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

    @Nullable
    PartialDate died;

    /** It has a modifier extension that is not known here. */
    boolean modified;

    /** A flag of an older release says that it was not done, taken or given. */
    boolean notDone;

    final List<String> clinicalStatus = new ArrayList<>();
    final List<String> verification = new ArrayList<>();

    @Nullable
    BigDecimal number;

    String unit = "";
    Observation.Bound bound = Observation.Bound.EXACT;
    boolean valueAbsent;
    Concept value = Concept.NONE;

    @Nullable
    String valueWords;

    @Nullable
    Boolean yes;

    /** Components of an observation that are in a value set. */
    final List<ResourceFields> components = new ArrayList<>(0);

    /** It has been seen that a component is in a value set, whatever its own code is. */
    boolean hasKnownComponent;

    String description = "";
    String conclusion = "";
    Concept conclusionCode = Concept.NONE;
    String div = "";
    final StringBuilder forms = new StringBuilder();
    boolean unreadForms;

    /** DiagnosticReport.result. */
    final List<String> results = new ArrayList<>(0);

    String intent = "";
    boolean doNotPerform;
    Concept orderDetail = Concept.NONE;
    Concept medication = Concept.NONE;

    @Nullable
    String medicationReference;

    Concept ingredients = Concept.NONE;

    /** Medications that are ingredients of this one. */
    final List<String> ingredientReferences = new ArrayList<>(0);

    final List<Contained> contained = new ArrayList<>();
    final List<DosageInstruction> dosages = new ArrayList<>();

    @Nullable
    BigDecimal supplyDays;

    int repeats;
    boolean initialFill;

    @Nullable
    BigDecimal quantity;

    String quantityUnit = "";

    /** Specialty, qualification, type of an organization, or what an order says of its performer. */
    Concept profession = Concept.NONE;

    final List<String> performerNames = new ArrayList<>();
    final List<String> performers = new ArrayList<>();

    @Nullable
    String next;

    /** Of a Bundle: how many entries match, and how many there are as it says. */
    int came;

    int total;

    /** Entries with an address and no resource. */
    int named;

    boolean hasEntry;
    boolean hasData;
    boolean failed;

    /** What failed of it; NONE where nothing did. */
    Availability.Cause cause = Availability.Cause.NONE;

    boolean hasResource;

    @Nullable
    SuppliedData wrapped;

    /**
     * A resource that another carries in itself, with what it is about and, of a medication, references to what is in it.
     *
     * @param words valueString of an observation; empty otherwise
     */
    record Contained(String id, Concept code, List<String> ingredients, String words) {}

    /** Its id, else the one that its fullUrl tells; empty where neither does. */
    String bareId() {
        String reference = reference();
        return reference.substring(Math.min(reference.length(), type.length() + 1));
    }

    /** Type and id; where the resource has no id, what its fullUrl ends in, if that is of its type. */
    String reference() {
        String own = id.text();
        if (own != null) {
            return type + "/" + own;
        }
        String url = url();
        if (url != null) {
            FhirReference named = FhirReference.of(url);
            if (named.type().equals(type)) {
                return named.key();
            }
        }
        return type;
    }

    /** What other resources call it: type and id, else the URN of its fullUrl. */
    String key() {
        String reference = reference();
        String urn = reference.indexOf('/') < 0 ? urn() : null;
        return urn == null ? reference : urn;
    }

    @Nullable
    String url() {
        return fullUrl == null ? null : fullUrl.text();
    }

    /** Its fullUrl where that is a URN, which other resources may refer to; null for most. */
    @Nullable
    String urn() {
        return fullUrl != null && fullUrl.isUrn() ? fullUrl.text() : null;
    }

    /** Says that a code has been read and is in no value set. */
    boolean hasUnknownCode() {
        return code != Concept.NONE && !code.isKnown() && !hasKnownComponent && components.isEmpty();
    }

    /** Tells the words of codes in which language the resource says that they are. */
    void tellLanguage() {
        code = code.in(language);
        reason = reason.in(language);
        bodySite = bodySite.in(language);
    }

    /** Notes that something of this Bundle failed. */
    void note(Availability.Cause what) {
        if (cause == Availability.Cause.NONE) {
            cause = what;
        }
    }

    /**
     * Takes up what an entry of this Bundle was.
     *
     * @param matches the search found it, and did not merely include it
     */
    void entry(SuppliedData what, ResourceKind kindOfEntry, boolean matches) {
        hasData |= what.state() == SuppliedData.State.DATA;
        if (what.state() != SuppliedData.State.UNUSABLE) {
            note(what.cause());
        }
        if (kindOfEntry == ResourceKind.BUNDLE) {
            came += what.came();
            total += what.total();
            next = next == null ? what.next() : next;
        } else if (matches && kindOfEntry != ResourceKind.OPERATION_OUTCOME) {
            came++;
        }
    }

    ResourceFields cleared() {
        type = "";
        kind = ResourceKind.UNSTATED;
        id.clear();
        entryUrl.clear();
        fullUrl = null;
        imaging = null;
        language = "";
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
        came = 0;
        total = 0;
        named = 0;
        hasEntry = false;
        hasData = false;
        cause = Availability.Cause.NONE;
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
        died = null;
        modified = false;
        notDone = false;
        components.clear();
        hasKnownComponent = false;
        clinicalStatus.clear();
        verification.clear();
        number = null;
        unit = "";
        bound = Observation.Bound.EXACT;
        valueAbsent = false;
        value = Concept.NONE;
        valueWords = null;
        yes = null;
        description = "";
        conclusion = "";
        conclusionCode = Concept.NONE;
        div = "";
        forms.setLength(0);
        unreadForms = false;
        results.clear();
    }

    private void clearRequest() {
        intent = "";
        doNotPerform = false;
        orderDetail = Concept.NONE;
        medication = Concept.NONE;
        medicationReference = null;
        ingredients = Concept.NONE;
        ingredientReferences.clear();
        contained.clear();
        dosages.clear();
        supplyDays = null;
        repeats = 0;
        initialFill = false;
        quantity = null;
        quantityUnit = "";
        profession = Concept.NONE;
        performerNames.clear();
        performers.clear();
    }
}
