package org.cervicalcds.engine.chart;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cervicalcds.engine.entries.FhirReference;
import org.jspecify.annotations.Nullable;

/** The drafts that {@code context.selections} names, in whatever form it names them (CDSH-HSG-1). */
final class Selections {
    private final Set<String> keys = new HashSet<>();
    private final Set<String> bareIds = new HashSet<>();

    Selections(List<String> selections, FullUrls fullUrls) {
        for (String selection : selections) {
            FhirReference named = FhirReference.of(selection);
            switch (named.form()) {
                case TYPED -> keys.add(named.key());
                case URN -> {
                    keys.add(named.key());
                    String typed = fullUrls.named(named.key());
                    if (typed != null) {
                        keys.add(typed);
                    }
                    bareIds.add(named.id().substring(named.id().lastIndexOf(':') + 1));
                }
                case BARE, CONTAINED -> bareIds.add(named.id());
                case NONE -> {}
            }
        }
    }

    /**
     * Says whether a draft is named.
     *
     * @param reference its type and id, or its type alone
     * @param urn its {@code fullUrl}, where that is a URN
     */
    boolean name(String reference, @Nullable String urn) {
        int slash = reference.indexOf('/');
        return keys.contains(reference)
                || (urn != null && (keys.contains(urn) || bareIds.contains(urn.substring(urn.lastIndexOf(':') + 1))))
                || (slash >= 0 && bareIds.contains(reference.substring(slash + 1)));
    }
}
