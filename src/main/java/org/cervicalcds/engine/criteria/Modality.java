package org.cervicalcds.engine.criteria;

import org.cervicalcds.engine.entries.ImagingWords;

/** How an image was made. */
public enum Modality {
    FILM,
    CT,
    MR;

    public boolean isNamedIn(ImagingWords words) {
        return switch (this) {
            case FILM -> words.film();
            case CT -> words.ct();
            case MR -> words.mr();
        };
    }
}
