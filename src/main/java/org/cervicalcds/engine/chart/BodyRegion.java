package org.cervicalcds.engine.chart;

import java.util.regex.Pattern;

/** Tells from words whether a body site is, or surely is not, the neck, head, spine or back. */
public final class BodyRegion {
    private static final Pattern NECK_OR_SPINE = Pattern.compile(
            "\\b(?:neck|cervic\\w*|c-?spine|head|skull|occip\\w*|nuchal|spin(?:e|al)|vertebra\\w*|back|thoracic|lumbar\\w*|sacr\\w*"
                    + "|hws|halswirbel\\w*|zervikal\\w*|nacken|wirbel\\w*|kopf|rücken|columna|cuello|rachis|nuque)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern NECK = Pattern.compile(
            "\\b(?:neck|cervic\\w*|c-?spine|nuchal|hws|hwk|halswirbel\\w*|zervikal\\w*|nacken|cuello|nuque)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ELSEWHERE = Pattern.compile(
            "\\b(?:limbs?|extremit\\w+|arms?|legs?|hands?|wrists?|fingers?|thumbs?|elbows?|shoulders?|hips?|thighs?|knees?|cal(?:f|ves)"
                    + "|ankles?|f(?:oo|ee)t|toes?|forearms?|chest|thorax|ribs?|sternum|abdom\\w+|pelvi\\w+|groin|jaw|mandib\\w+|tmj"
                    + "|temporomandibular)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LIMB_OR_JAW = Pattern.compile(
            "\\b(?:limbs?|extremit\\w+|arms?|legs?|hands?|wrists?|fingers?|thumbs?|elbows?|shoulders?|hips?|thighs?|knees?|cal(?:f|ves)"
                    + "|ankles?|f(?:oo|ee)t|toes?|forearms?|jaw|mandib\\w+|tmj|temporomandibular)\\b",
            Pattern.CASE_INSENSITIVE);

    private BodyRegion() {}

    /** Says that the words name only a region other than neck, head, spine and back. */
    public static boolean isElsewhere(String words) {
        return !words.isEmpty()
                && ELSEWHERE.matcher(words).find()
                && !NECK_OR_SPINE.matcher(words).find();
    }

    /** Says that the words name only a limb or the jaw. */
    public static boolean isLimbOrJaw(String words) {
        return !words.isEmpty()
                && LIMB_OR_JAW.matcher(words).find()
                && !NECK_OR_SPINE.matcher(words).find();
    }

    /** Says that the words name the neck. */
    public static boolean namesNeck(String words) {
        return NECK.matcher(words).find();
    }
}
