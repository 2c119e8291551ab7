package org.cervicalcds.engine.entries;

import java.util.regex.Pattern;

/** Tells from words whether a body site is, or surely is not, the neck, head, spine or back. */
public final class BodyRegion {
    /** Words for neck, head, spine and back, as alternatives of a regular expression that are whole words without regard to case. */
    public static final String NECK_OR_SPINE_WORDS =
            "neck|cervic\\w*|c-?spine|head|skull|occip\\w*|nuchal|spin(?:e|al)|vertebra\\w*|back|thoracic|lumbar\\w*|sacr\\w*"
                    + "|hws|halswirbel\\w*|zervikal\\w*|nacken|wirbel\\w*|kopf|rücken|columna|cuello|rachis|nuque";

    /** As {@link #NECK_OR_SPINE_WORDS}, for the neck. */
    public static final String NECK_WORDS =
            "neck|cervic\\w*|c-?spine|nuchal|hws|hwk|halswirbel\\w*|zervikal\\w*|nacken|cuello|nuque";

    /** As {@link #NECK_OR_SPINE_WORDS}, for limbs and the jaw. */
    public static final String LIMB_OR_JAW_WORDS =
            "limbs?|extremit\\w+|arms?|legs?|hands?|wrists?|fingers?|thumbs?|elbows?|shoulders?|hips?|thighs?|knees?|cal(?:f|ves)"
                    + "|ankles?|f(?:oo|ee)t|toes?|forearms?|jaw|mandib\\w+|tmj|temporomandibular";

    /** As {@link #NECK_OR_SPINE_WORDS}, for all that is elsewhere. */
    public static final String ELSEWHERE_WORDS =
            LIMB_OR_JAW_WORDS + "|chest|thorax|ribs?|sternum|abdom\\w+|pelvi\\w+|groin";

    private static final Pattern NECK_OR_SPINE =
            whole(NECK_OR_SPINE_WORDS, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern NECK = whole(NECK_WORDS, Pattern.CASE_INSENSITIVE);
    private static final Pattern ELSEWHERE = whole(ELSEWHERE_WORDS, Pattern.CASE_INSENSITIVE);
    private static final Pattern LIMB_OR_JAW = whole(LIMB_OR_JAW_WORDS, Pattern.CASE_INSENSITIVE);

    private static Pattern whole(String words, int flags) {
        return Pattern.compile("\\b(?:" + words + ")\\b", flags);
    }

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
