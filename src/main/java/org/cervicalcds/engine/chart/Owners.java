package org.cervicalcds.engine.chart;

import org.cervicalcds.engine.entries.FhirReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose an entry is that came in the answer to a search for one patient: the patient's, unless its subject resolves to somebody else
 * (CDSH-PFD-10). A patient of another server with the same id counts as ours, since proxies rewrite hosts.
 */
final class Owners {
    private final String patientId;
    private final String own;
    private final FullUrls fullUrls;

    /** Subjects are the same string again and again; the last one that was ours need not be looked at twice. */
    private @Nullable String lastOwn;

    Owners(String patientId, FullUrls fullUrls) {
        this.patientId = patientId;
        this.own = "Patient/" + patientId;
        this.fullUrls = fullUrls;
    }

    @SuppressWarnings("ReferenceEquality") // only saves the comparison
    boolean isOfAnother(@Nullable String subject) {
        if (subject == null || subject == lastOwn || subject.equals(own)) {
            lastOwn = subject;
            return false;
        }
        boolean another = resolvesToAnother(FhirReference.of(subject));
        if (!another) {
            lastOwn = subject;
        }
        return another;
    }

    private boolean resolvesToAnother(FhirReference subject) {
        return switch (subject.form()) {
            case TYPED -> !subject.key().equals(own);
            case URN -> {
                String named = fullUrls.named(subject.key());
                yield named != null && !named.equals(own);
            }
            case BARE -> !subject.id().equals(patientId);
            case CONTAINED, NONE -> false;
        };
    }
}
