package org.cervicalcds.workbench.cardbook;

import java.util.Map;
import java.util.Set;

/** Names of the content as a clinician would say them. */
final class DisplayNames {
    private static final Map<String, String> CAPITALS = Map.of(
            "ct",
            "CT",
            "mr",
            "MR",
            "mri",
            "MRI",
            "dxa",
            "DXA",
            "dish",
            "DISH",
            "axspa",
            "axSpA",
            "nr",
            "non-radiographic",
            "phq9",
            "PHQ-9");
    private static final Set<String> BEFORE_AS = Set.of("", "in", "with", "without", "than", "of", "suspected");

    private DisplayNames() {}

    static String name(String name) {
        StringBuilder spoken = new StringBuilder();
        String before = "";
        for (String word : name.split("-")) {
            boolean spondylitis = word.equals("as") && BEFORE_AS.contains(before);
            spoken.append(spoken.isEmpty() ? "" : " ").append(spondylitis ? "AS" : CAPITALS.getOrDefault(word, word));
            before = word;
        }
        return spoken.toString();
    }
}
