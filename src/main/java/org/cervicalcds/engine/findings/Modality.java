package org.cervicalcds.engine.findings;

import org.cervicalcds.engine.chart.ImagingWords;

/** How an image was made. */
public enum Modality {
    FILM,
    CT,
    MR;

    boolean isNamedIn(ImagingWords words) {
        return switch (this) {
            case FILM -> words.film();
            case CT -> words.ct();
            case MR -> words.mr();
        };
    }
}
