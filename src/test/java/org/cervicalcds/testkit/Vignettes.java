package org.cervicalcds.testkit;

import org.cervicalcds.content.Content;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteFiles;

/** Vignettes of the content by their titles. */
public final class Vignettes {
    /** Conditions of a vignette, as its file has them: ankylosing spondylitis, a fall and neck pain. */
    public static final String FALL =
            """
              conditions:
                - {code: icd-10-cm|M45.2, onset: "2001"}
                - {code: icd-10-cm|W01.0XXA, onset: 2025-06-13}
                - {code: icd-10-cm|M54.2, onset: 2025-06-13}
            """;

    private Vignettes() {}

    /** The first of that title, whichever card it belongs to. */
    public static Vignette titled(Content content, String title) {
        return VignetteFiles.read(content).stream()
                .filter(vignette -> vignette.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    public static Vignette titled(Content content, String card, String title) {
        return VignetteFiles.read(content).stream()
                .filter(vignette ->
                        vignette.card().equals(card) && vignette.title().equals(title))
                .findFirst()
                .orElseThrow();
    }
}
