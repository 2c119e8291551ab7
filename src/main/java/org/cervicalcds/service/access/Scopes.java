package org.cervicalcds.service.access;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a token may read, as SMART scopes of version 1 or 2 say it; words that are no such scope limit nothing (CDSH-FHIR-4). */
final class Scopes {
    private static final Pattern RESOURCE =
            Pattern.compile("(?:patient|user|system)/(\\*|[A-Z][A-Za-z]+)\\.(\\*|read|write|c?r?u?d?s?)(?:\\?\\S*)?");

    private final Set<String> readable = new HashSet<>();
    private boolean limited;

    Scopes(@Nullable String scope) {
        if (scope == null) {
            return;
        }
        for (String word : scope.split("\\s+")) {
            Matcher resource = RESOURCE.matcher(word);
            if (resource.matches()) {
                limited = true;
                String may = resource.group(2);
                if (!may.equals("write") && (may.equals("*") || may.contains("r") || may.contains("s"))) {
                    readable.add(resource.group(1));
                }
            }
        }
    }

    boolean mayRead(String resourceType) {
        return !limited || readable.contains("*") || readable.contains(resourceType);
    }
}
